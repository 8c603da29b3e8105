import CommonModels
import ProfileDomain

extension ConfigKind {
    /// Purposes, channels, regions and their defaults. When a text was published is the service's to say.
    package static let consentCatalogue: ConfigKind = {
        var kind = ConfigKind.one(
            "consent-catalogue", of: .profile, at: "/v1/consent-catalogue",
            about: "what people are asked, on which channels, and what holds where they were not asked.", shape: shape
        ) { spec, _ throws(ConfigFaults) in
            do throws(ConsentCatalogueFaults) {
                return shape.ordered(try ConsentCatalogue(stored: spec).json)
            } catch {
                throw ConfigFaults(error)
            }
        }
        kind.check = { object, _, present in
            guard let present, let earlier = try? ConsentCatalogue(stored: present.spec) else { return [] }
            do throws(ConsentCatalogueFaults) {
                _ = try ConsentCatalogue(json: object.stated, after: earlier, at: .epoch)
                return []
            } catch {
                return ConfigFaults(error).faults
            }
        }
        return kind
    }()

    private static let shape = ConfigShape.members([
        "purposes": .list(
            .members([
                "key": .any, "name": .local, "legalBasis": .any, "channels": .any, "isOffered": .any, "doubleOptIn": .any,
                "honoursGPC": .any, "validDays": .any, "texts": .list(.members(["version": .any, "ko": .any, "en": .any])),
            ])), "channels": .list(.members(["channel": .any, "name": .local])),
        "regions": .list(.members(["key": .any, "name": .local, "countries": .any])),
        "rules": .list(.members(["region": .any, "purpose": .any, "channel": .any, "default": .any])), "addressDays": .any,
    ])

    /// Purposes there would be.
    static func purposes(in world: ConfigWorld) -> Set<String> {
        Set(world.all("consent-catalogue").flatMap { $0.spec["purposes"]?.arrayValue ?? [] }.compactMap { $0["key"]?.stringValue })
    }
}

extension ConfigFaults {
    fileprivate init(_ faults: ConsentCatalogueFaults) {
        self.init(faults.faults.map { ConfigFault($0.pointer, $0.detail) })
    }
}
