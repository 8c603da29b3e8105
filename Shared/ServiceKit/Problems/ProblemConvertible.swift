/// An error of a domain that says which ``Problem`` it is. Written exhaustively, beside the routes of the chapter.
package protocol ProblemConvertible: Error {
    var problem: Problem { get }
}

extension Problem: ProblemConvertible {
    package var problem: Problem { self }
}
