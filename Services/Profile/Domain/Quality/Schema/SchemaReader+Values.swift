import CommonModels

/// The keywords that hold plain values.
extension SchemaReader {
    /// - Returns: false when `keyword` is none of these.
    mutating func readValue(_ keyword: String, _ value: JSONValue, _ place: String, into node: inout SchemaParts) -> Bool {
        switch keyword {
        case "type": readKinds(value, place, into: &node)
        case "enum": readOptions(value, place, into: &node)
        case "const": node.options.append(("const", [value]))
        case "minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum":
            guard let kind = SchemaParts.Bound.Kind(rawValue: keyword), value.doubleValue != nil else {
                refuse(place, "must be a number")
                break
            }
            node.bounds.append(.init(kind: kind, value: value))
        case "multipleOf":
            guard let divisor = DecimalQuotient(value), divisor.isPositive else {
                refuse(place, "must be a number above 0")
                break
            }
            node.multiple = (divisor, value.serialized)
        case "minLength": node.lengthMin = count(value, place)
        case "maxLength": node.lengthMax = count(value, place)
        case "minItems": node.itemsMin = count(value, place)
        case "maxItems": node.itemsMax = count(value, place)
        case "minProperties": node.membersMin = count(value, place)
        case "maxProperties": node.membersMax = count(value, place)
        case "uniqueItems":
            guard let isUnique = value.boolValue else {
                refuse(place, "must be true or false")
                break
            }
            node.isUnique = isUnique
        case "required": readRequired(value, place, into: &node)
        case "pattern": readPattern(value, place, into: &node)
        case "format": readFormat(value, place, into: &node)
        default: return false
        }
        return true
    }

    private mutating func count(_ value: JSONValue, _ place: String) -> Int? {
        guard let count = value.intValue, (0...Int64(Int32.max)).contains(count) else {
            refuse(place, "must be a whole number from 0")
            return nil
        }
        return Int(count)
    }

    private mutating func readKinds(_ value: JSONValue, _ place: String, into node: inout SchemaParts) {
        let names = value.stringValue.map { [JSONValue.string($0)] } ?? value.arrayValue ?? []
        let kinds = names.map { $0.stringValue.flatMap { JSONKinds(named: $0) } }
        guard !names.isEmpty, Set(names).count == names.count, kinds.allSatisfy({ $0 != nil }) else {
            return refuse(place, "must be one or several of null, boolean, object, array, number, integer, string")
        }
        node.kinds = JSONKinds(kinds.compactMap(\.self))
    }

    private mutating func readOptions(_ value: JSONValue, _ place: String, into node: inout SchemaParts) {
        guard let values = value.arrayValue, (1...SchemaLimits.membersMax).contains(values.count) else {
            return refuse(place, "must be an array of 1 to \(SchemaLimits.membersMax) values")
        }
        node.options.append(("enum", values))
    }

    private mutating func readRequired(_ value: JSONValue, _ place: String, into node: inout SchemaParts) {
        let names = value.arrayValue?.compactMap(\.stringValue) ?? []
        guard let listed = value.arrayValue, listed.count == names.count, Set(names).count == names.count,
            names.count <= SchemaLimits.membersMax
        else { return refuse(place, "must be an array of at most \(SchemaLimits.membersMax) different names") }
        node.required = names
    }

    private mutating func readPattern(_ value: JSONValue, _ place: String, into node: inout SchemaParts) {
        guard let source = value.stringValue else { return refuse(place, "must be a regular expression") }
        do throws(TextPattern.Refusal) {
            node.pattern = try TextPattern(source)
        } catch {
            refuse(place, error.detail)
        }
    }

    private mutating func readFormat(_ value: JSONValue, _ place: String, into node: inout SchemaParts) {
        guard let format = value.stringValue.flatMap({ TextFormat(rawValue: $0) }) else {
            return refuse(place, "must be one of " + TextFormat.allCases.map(\.rawValue).joined(separator: ", "))
        }
        node.format = format
    }
}

/// The keywords that hold schemas.
extension SchemaReader {
    /// - Returns: false when `keyword` is none of these.
    mutating func readSchemas(
        _ keyword: String, _ value: JSONValue, _ place: String, _ depth: Int, into node: inout SchemaParts
    ) -> Bool {
        switch keyword {
        case "items": node.items = read(value, at: place, depth: depth + 1)
        case "additionalProperties": node.additional = read(value, at: place, depth: depth + 1)
        case "not": node.not = read(value, at: place, depth: depth + 1)
        case "allOf": node.allOf = schemas(value, place, depth)
        case "anyOf": node.anyOf = schemas(value, place, depth)
        case "oneOf": node.oneOf = schemas(value, place, depth)
        case "properties":
            guard let members = value.objectValue, members.count <= SchemaLimits.membersMax else {
                refuse(place, "must be an object of at most \(SchemaLimits.membersMax) schemas")
                break
            }
            node.propertyNames = Array(members.keys)
            for (name, schema) in members {
                node.properties[name] = read(schema, at: place + "/" + Self.escaped(name), depth: depth + 1)
            }
        default: return false
        }
        return true
    }

    private mutating func schemas(_ value: JSONValue, _ place: String, _ depth: Int) -> [Int] {
        guard let list = value.arrayValue, (1...SchemaLimits.choicesMax).contains(list.count) else {
            refuse(place, "must be an array of 1 to \(SchemaLimits.choicesMax) schemas")
            return []
        }
        return list.enumerated().map { read($1, at: place + "/\($0)", depth: depth + 1) }
    }
}
