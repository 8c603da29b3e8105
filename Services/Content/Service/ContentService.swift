package import CommonModels
import ConsoleKit
import FeedKit
import Foundation
package import Hummingbird
import ServiceClients
package import ServiceKit
package import ServiceLifecycle
package import StorageKit
import SubjectKit

/// One repository of messages and fragments, rendered for each person at the moment they are sent.
package struct ContentService: MaruService {
    package static let name = ServiceName.content
    package static let migrations = [Feed.migrations, FeedConsumer.migrations, ContentMigrations.set, SubjectDesk.migrations]
    package static var openAPI: String { PublishedContract.text(in: .module) }

    private let frame: ServiceFrame
    private let console: Console
    private let feed: Feed
    private let store: ContentStore
    private let editor: ContentEditor
    private let renderer: ContentRenderer
    private let http: ServiceHTTP
    private let subjects: SubjectDesk
    private let consumer: FeedConsumer

    package init(frame: ServiceFrame) async throws {
        self.frame = frame
        console = try Console(frame)
        feed = Feed(service: .content, database: frame.database, clock: frame.clock)
        store = ContentStore(database: frame.database, clock: frame.clock)
        editor = ContentEditor(
            database: KeyedDatabase(frame.database), feed: feed, audit: frame.audit, clock: frame.clock, ids: frame.ids)
        renderer = ContentRenderer(store: store)
        http = ServiceHTTP(frame: frame)
        let subjects = SubjectDesk(frame: frame, feed: feed, http: http, holdings: ContentHoldings.all)
        self.subjects = subjects
        // Nothing here is about people; what governs their data is heard all the same, and confirmed.
        consumer = FeedConsumer(
            name: "content-profile", source: .profile, http: http, frame: frame, topic: .governance, apply: subjects.applying { _, _ in })
    }

    package func addRoutes(to router: Router<ServiceContext>) {
        let settings = RenderSettings(frame.settings, clock: frame.clock)
        let people = PreviewPeople(profiles: ProfileClient(http: http), database: frame.database, audit: frame.audit)
        console.addRoutes(to: router)
        router.addRoutes(feed.routes)
        subjects.addRoutes(to: router)
        AuditPages(console: console, audit: frame.audit).add(to: router)
        ContentRoutes(store: store, editor: editor).add(to: router)
        RenderRoutes(renderer: renderer, settings: settings, people: people).add(to: router)
        ContentListPages(console: console, store: store, editor: editor).add(to: router)
        ContentItemPages(console: console, store: store, editor: editor, renderer: renderer, settings: settings, people: people).add(
            to: router)
    }

    package var background: [any Service] {
        [subjects.background, consumer, FeedRetention(feed: feed, holder: frame.instance, logger: frame.logger)]
    }

    package var problemShapes: [ProblemShape] { [console.problemShape] }
}
