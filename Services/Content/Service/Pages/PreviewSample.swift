import CommonModels
import ConsoleKit
import ContentDomain
import HTTPTypes
import Hummingbird
import ServiceClients
import ServiceKit

/// Data of a person nobody knows anything about: what every fallback looks like.
enum PreviewSample {
    static let data: JSONObject = [
        "profile": ["id": "prf_00000000000000000000000000", "traits": [:]], "event": ["properties": [:]], "offer": nil,
        "context": ["unsubscribe_url": "https://example.com/unsubscribe", "preferences_url": "https://example.com/preferences"],
    ]
}
