/// The variables a rendering gets.
package enum ContentVariables {
    package static let all: Set<String> = ["profile", "event", "offer", "context", "forloop", "tablerowloop"]
    /// May be absent for some people, so an output needs a fallback.
    static let personal: Set<String> = ["profile", "event", "offer"]
    static let unsubscribe = "unsubscribe_url"
}
