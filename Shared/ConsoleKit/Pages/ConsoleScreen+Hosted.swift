import CommonModels
package import HTTPTypes
package import Hummingbird
import NIOCore
import ServiceKit

extension ConsoleScreen {
    /// A page for the company's customers: no menu, nobody signed in, reached by a link that names its reader. Switching
    /// the language stays on the page.
    package func hosted(
        title: String, intro: String? = nil, status: HTTPResponse.Status = .ok, @MarkupBuilder _ content: () -> Markup
    ) -> Response {
        let languages = ConsoleLocale.allCases.map { locale in
            FrameView.Language(
                code: locale.rawValue, name: words("console.language.\(locale.rawValue)"),
                address: PageAddress.make(path, ["lang": locale.rawValue]), isCurrent: locale == self.locale)
        }
        let assets = console.assets
        let view = HostedView(
            lang: locale.rawValue, title: title, intro: intro, brand: console.companyName ?? words("console.brand"),
            skip: words("console.skip"), languageLabel: words("console.languages"), styleAddress: assets.address("maru.css"),
            hostedAddress: assets.address("hosted.css"), iconAddress: assets.address("maru.svg"), languages: languages,
            body: content().html)
        return Response(
            status: status, headers: PageHeaders.page, body: ResponseBody(byteBuffer: ByteBuffer(string: console.render(view))))
    }
}
