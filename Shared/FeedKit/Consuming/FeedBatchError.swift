/// What is wrong with a page; the consumer asks again later.
package enum FeedBatchError: Error, Hashable {
    case notAPage
    case outOfOrder
}
