package import StorageKit

/// The tables of consent beside those Profile began with.
package enum ConsentMigrations {
    package static let set = MigrationSet(
        component: "profile-consent",
        steps: [
            Migration(1, "catalogue, evidence, confirmations, signals", catalogue + evidence + confirmations),
            Migration(2, "proof that only erasure may touch", permits, native: [.sqlite: sqliteGuards, .postgres: postgresGuards]),
        ])

    private static let catalogue = [
        """
        CREATE TABLE consent_catalogue (
            version BIGINT PRIMARY KEY NOT NULL CHECK (version >= 1), catalogue TEXT NOT NULL, at BIGINT NOT NULL,
            edited_by TEXT NOT NULL
        )
        """,
        """
        CREATE TABLE consent_announcement (
            id BIGINT PRIMARY KEY NOT NULL CHECK (id = 1), version BIGINT NOT NULL, at BIGINT NOT NULL
        )
        """,
    ]

    private static let evidence = [
        "ALTER TABLE consent_record ADD COLUMN language TEXT",
        "ALTER TABLE consent_record ADD COLUMN ip TEXT",
        "ALTER TABLE consent_record ADD COLUMN user_agent TEXT",
        "CREATE INDEX consent_record_address ON consent_record (recorded_at) WHERE ip IS NOT NULL OR user_agent IS NOT NULL",
    ]

    private static let confirmations = [
        """
        CREATE TABLE consent_confirmation (
            event_id TEXT PRIMARY KEY NOT NULL, profile_id TEXT NOT NULL, purpose TEXT NOT NULL, channel TEXT NOT NULL,
            legal_basis TEXT NOT NULL, text_version TEXT, language TEXT, opened_at BIGINT NOT NULL, expires_at BIGINT NOT NULL,
            used_at BIGINT
        ) WITHOUT ROWID
        """,
        "CREATE INDEX profile_merge_merged ON profile_merge (merged)",
        "CREATE INDEX consent_confirmation_profile ON consent_confirmation (profile_id)",
        """
        CREATE TABLE consent_signal (
            profile_id TEXT NOT NULL, purpose TEXT NOT NULL, at BIGINT NOT NULL, PRIMARY KEY (profile_id, purpose)
        ) WITHOUT ROWID
        """,
    ]

    /// While a row names a profile, its proof may be made nameless; the row never outlives its transaction.
    private static let permits = ["CREATE TABLE consent_proof_permit (profile_id TEXT PRIMARY KEY NOT NULL) WITHOUT ROWID"]

    private static let facts = [
        "profile_id", "purpose", "channel", "status", "legal_basis", "source", "text_version", "at", "expires_at", "recorded_at",
        "event_id",
        "language",
    ]

    /// Address and browser may be taken out, never put in.
    private static let sqliteGuards = [
        """
        CREATE TRIGGER consent_record_stays BEFORE UPDATE OF \(facts.joined(separator: ", ")) ON consent_record
        WHEN NOT EXISTS (SELECT 1 FROM consent_proof_permit WHERE profile_id = OLD.profile_id)
        BEGIN SELECT RAISE(ABORT, 'proof of consent is append-only'); END
        """,
        """
        CREATE TRIGGER consent_record_address_stays BEFORE UPDATE OF ip, user_agent ON consent_record
        WHEN NEW.ip IS NOT NULL OR NEW.user_agent IS NOT NULL
        BEGIN SELECT RAISE(ABORT, 'proof of consent is append-only'); END
        """,
        """
        CREATE TRIGGER consent_record_remains BEFORE DELETE ON consent_record
        WHEN NOT EXISTS (SELECT 1 FROM consent_proof_permit WHERE profile_id = OLD.profile_id)
        BEGIN SELECT RAISE(ABORT, 'proof of consent is append-only'); END
        """,
    ]

    private static let postgresGuards = [
        """
        CREATE FUNCTION consent_record_guard() RETURNS trigger LANGUAGE plpgsql AS $guard$
        BEGIN
            IF EXISTS (SELECT 1 FROM consent_proof_permit WHERE profile_id = OLD.profile_id) THEN
                IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
                RETURN NEW;
            END IF;
            IF TG_OP = 'UPDATE' AND NEW.ip IS NULL AND NEW.user_agent IS NULL
                AND (\(facts.map { "NEW.\($0)" }.joined(separator: ", ")))
                    IS NOT DISTINCT FROM (\(facts.map { "OLD.\($0)" }.joined(separator: ", "))) THEN
                RETURN NEW;
            END IF;
            RAISE EXCEPTION 'proof of consent is append-only' USING ERRCODE = 'integrity_constraint_violation';
        END $guard$
        """,
        """
        CREATE TRIGGER consent_record_stays BEFORE UPDATE OR DELETE ON consent_record
        FOR EACH ROW EXECUTE FUNCTION consent_record_guard()
        """,
    ]
}
