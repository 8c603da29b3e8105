import StorageKit
import Testing

@Suite("a database URL")
struct DatabaseURLTests {
    @Test("names a SQLite file, absolute or relative")
    func sqlite() {
        #expect(DatabaseURL("sqlite:///var/lib/maru/p.sqlite") == .sqlite(path: "/var/lib/maru/p.sqlite"))
        #expect(DatabaseURL("sqlite:data/p.sqlite") == .sqlite(path: "data/p.sqlite"))
        #expect(DatabaseURL("sqlite:///") == nil)
    }

    @Test("takes the schema out of a PostgreSQL address and leaves the rest to libpq")
    func postgres() {
        #expect(
            DatabaseURL("postgres://u:p@h:1/d?sslmode=require&schema=profile&application_name=x")
                == .postgres(connection: "postgres://u:p@h:1/d?sslmode=require&application_name=x", schema: "profile"))
        #expect(DatabaseURL("postgresql://h/d?schema=segment") == .postgres(connection: "postgresql://h/d", schema: "segment"))
        #expect(DatabaseURL("postgres://h/d?schema=bad\"name") == nil)
        #expect(DatabaseURL("mysql://h/d") == nil)
    }
}
