/// Why a text is no phone number that could be written as E.164 without guessing.
package enum PhoneRefusal: String, Error, Hashable, Sendable {
    /// Fewer than 7 or more than 15 digits.
    case length = "length"
    case letters = "letters"
    /// `ext. 12`: several people share the number.
    case `extension` = "extension"
    /// A country code that is not in the table.
    case country = "country"
    /// Not a number of the region by its length or beginning.
    case number = "number"
}
