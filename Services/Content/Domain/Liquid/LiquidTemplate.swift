/// A parsed template, ready to be rendered any number of times.
package struct LiquidTemplate: Sendable {
    let block: LiquidBlock

    /// - Throws: ``LiquidError`` naming the line.
    package init(parsing source: String) throws(LiquidError) {
        guard source.utf8.count <= LiquidLimits.sourceBytesMax else {
            throw LiquidError(.limit, "a template may have at most \(LiquidLimits.sourceBytesMax) bytes", line: 1)
        }
        do {
            block = try TemplateParser.parse(try TemplateScanner.scan(source))
        } catch let error as LiquidError {
            throw error.at(1)
        } catch {
            throw LiquidError(.syntax, "the template cannot be read", line: 1)
        }
    }
}
