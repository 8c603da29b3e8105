package import CommonModels
import ConsoleKit
import FeedKit
import Foundation
package import Hummingbird
import ServiceClients
package import ServiceKit
package import ServiceLifecycle
package import StorageKit

/// One repository of messages and fragments, rendered for each person at the moment they are sent.
package struct ContentService: MaruService {
    package static let name = ServiceName.content
    package static let migrations = [Feed.migrations, ContentMigrations.set]
    package static var openAPI: String { PublishedContract.text(in: .module) }

    private let frame: ServiceFrame
    private let console: Console
    private let feed: Feed
    private let store: ContentStore
    private let editor: ContentEditor
    private let renderer: ContentRenderer

    package init(frame: ServiceFrame) async throws {
        self.frame = frame
        console = try Console(frame)
        feed = Feed(service: .content, database: frame.database, clock: frame.clock)
        store = ContentStore(database: frame.database, clock: frame.clock)
        editor = ContentEditor(
            database: KeyedDatabase(frame.database), feed: feed, audit: frame.audit, clock: frame.clock, ids: frame.ids)
        renderer = ContentRenderer(store: store)
    }

    package func addRoutes(to router: Router<ServiceContext>) {
        let settings = RenderSettings(frame.settings, clock: frame.clock)
        let people = PreviewPeople(profiles: ProfileClient(http: ServiceHTTP(frame: frame)))
        console.addRoutes(to: router)
        router.addRoutes(feed.routes)
        ContentRoutes(store: store, editor: editor).add(to: router)
        RenderRoutes(renderer: renderer, settings: settings, people: people).add(to: router)
        ContentListPages(console: console, store: store, editor: editor).add(to: router)
        ContentItemPages(console: console, store: store, editor: editor, renderer: renderer, settings: settings, people: people).add(
            to: router)
    }

    package var background: [any Service] { [FeedRetention(feed: feed, holder: frame.instance, logger: frame.logger)] }

    package var problemShapes: [ProblemShape] { [console.problemShape] }
}
