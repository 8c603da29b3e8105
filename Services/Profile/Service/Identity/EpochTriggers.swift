/// Count `identity_epoch` up with every change that makes what an ``IdentityCache`` keeps wrong.
enum EpochTriggers {
    private static let changes: [(name: String, on: String, when: String?)] = [
        ("identity_moved", "UPDATE OF profile_id ON identity", "OLD.profile_id <> NEW.profile_id"),
        ("identity_gone", "DELETE ON identity", nil),
        (
            "profile_changed", "UPDATE OF is_known, merged_into ON profile",
            "OLD.is_known <> NEW.is_known OR coalesce(OLD.merged_into, '') <> coalesce(NEW.merged_into, '')"
        ),
        ("profile_gone", "DELETE ON profile", nil),
    ]

    static let sqlite = changes.map { change in
        """
        CREATE TRIGGER \(change.name) AFTER \(change.on) FOR EACH ROW\(change.when.map { " WHEN \($0)" } ?? "")
        BEGIN UPDATE identity_epoch SET epoch = epoch + 1; END
        """
    }

    static let postgres =
        [
            """
            CREATE FUNCTION identity_epoch_up() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN UPDATE identity_epoch SET epoch = epoch + 1; RETURN NULL; END $$
            """
        ]
        + changes.map { change in
            """
            CREATE TRIGGER \(change.name) AFTER \(change.on) FOR EACH ROW\(change.when.map { " WHEN (\($0))" } ?? "")
            EXECUTE FUNCTION identity_epoch_up()
            """
        }
}
