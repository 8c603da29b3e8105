// swift-tools-version: 6.2
// Every target is declared by one of the helpers at the end of this file; a new service is one line.
import PackageDescription

/// What every target of ours turns on (`ops/decisions/0002`): one dialect, no warnings.
let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .treatAllWarnings(as: .error),
]

let package = Package(
    name: "maru",
    platforms: [.macOS(.v15)],
    dependencies: [
        .package(url: "https://github.com/apple/swift-algorithms", .upToNextMinor(from: "1.2.1")),
        .package(url: "https://github.com/apple/swift-argument-parser", .upToNextMinor(from: "1.8.2")),
        .package(url: "https://github.com/apple/swift-async-algorithms", .upToNextMinor(from: "1.1.4")),
        .package(url: "https://github.com/apple/swift-collections", .upToNextMinor(from: "1.6.0")),
        .package(url: "https://github.com/apple/swift-configuration", .upToNextMinor(from: "1.4.0"), traits: [.defaults, "YAML"]),
        .package(url: "https://github.com/apple/swift-crypto", .upToNextMinor(from: "4.5.2")),
        .package(url: "https://github.com/apple/swift-distributed-tracing", .upToNextMinor(from: "1.7.3")),
        .package(url: "https://github.com/apple/swift-http-types", .upToNextMinor(from: "1.8.0")),
        .package(url: "https://github.com/apple/swift-log", .upToNextMinor(from: "1.16.2")),
        .package(url: "https://github.com/apple/swift-metrics", .upToNextMinor(from: "2.13.0")),
        .package(url: "https://github.com/apple/swift-nio", .upToNextMinor(from: "2.101.2")),
        .package(url: "https://github.com/apple/swift-numerics", .upToNextMinor(from: "1.1.1")),
        .package(url: "https://github.com/groue/GRDB.swift", .upToNextMinor(from: "7.10.0")),
        .package(url: "https://github.com/HdrHistogram/hdrhistogram-swift", .upToNextMinor(from: "0.2.0")),
        .package(url: "https://github.com/hummingbird-project/hummingbird", .upToNextMinor(from: "2.28.1")),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", .upToNextMinor(from: "2.1.1")),
        .package(url: "https://github.com/jpsim/Yams", .upToNextMinor(from: "6.2.2")),
        .package(url: "https://github.com/swift-server/async-http-client", .upToNextMinor(from: "1.37.0")),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", .upToNextMinor(from: "2.13.0")),
        .package(url: "https://github.com/swiftlang/swift-subprocess", .upToNextMinor(from: "1.0.2")),
        .package(url: "https://github.com/vapor/jwt-kit", .upToNextMinor(from: "5.7.1")),
    ],
    targets: [
        .systemLibrary(name: "CLibpq", path: "Shared/CLibpq", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        .systemLibrary(name: "CZlib", path: "Shared/CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .target(name: "CLinux", path: "Shared/CLinux"),
        .target(name: "CCurl", path: "Shared/CCurl", linkerSettings: [.linkedLibrary("curl")]),
    ]
        + shared("CommonModels", [.orderedCollections])
        + shared("RuleKit", ["CommonModels"])
        + shared(
            "StorageKit",
            [
                "CommonModels", "CLibpq", "CLinux", .grdb, .grdbSQLite, .crypto, .logging, .metrics, .nioCore, .nioPosix, .lifecycle,
                .collections, .algorithms,
            ])
        + shared(
            "ServiceKit",
            [
                "CommonModels", "StorageKit", "CZlib", .hummingbird, .hummingbirdCore, .configuration, .logging, .metrics, .tracing,
                .crypto,
                .cryptoExtras, .jwt, .httpTypes, .nioCore, .nioPosix, .lifecycle, .yams, .collections,
            ])
        + shared(
            "ServiceClients",
            ["CommonModels", "ServiceKit", .asyncHTTPClient, .nioCore, .nioHTTP1, .nioFoundationCompat, .logging, .metrics])
        + shared(
            "FeedKit",
            [
                "CommonModels", "StorageKit", "ServiceKit", "ServiceClients", .hummingbird, .httpTypes, .nioCore, .asyncHTTPClient,
                .logging, .metrics, .lifecycle,
            ])
        + shared(
            "ConsoleKit",
            ["CommonModels", "ServiceKit", .hummingbird, .httpTypes, .mustache, .nioCore, .crypto, .logging, .yams, .configuration],
            resources: [.copy("Assets"), .copy("Templates"), .copy("Catalogue")], exclude: ["README.md"])
        + shared("ProjectionKit", ["CommonModels", "RuleKit", "StorageKit", .collections, .lifecycle])
        + shared("ImportKit", ["CommonModels", "CZlib", .yams, .crypto])
        + shared(
            "SubjectKit",
            ["CommonModels", "StorageKit", "ServiceKit", "ServiceClients", "FeedKit", .hummingbird, .httpTypes, .logging, .lifecycle])
        + service(
            "Profile", domain: [.crypto], service: ["ImportKit", .crypto, .nioHTTP1, .nioPosix], resources: [.copy("Snippet/maru.js")])
        + service("Segment")
        + service("Content")
        + service("Decision", domain: [.numerics])
        + service("Journey", service: ["CCurl", .asyncHTTPClient, .crypto, .nioPosix, .nioHTTP1])
        + service("Reporting", domain: [.numerics])
        + tool("DemoData", ["CommonModels"])
        + tool(
            "ConfigKit",
            [
                "CommonModels", "RuleKit", "ServiceKit", "ImportKit", "ProfileDomain", "SegmentDomain", "DecisionDomain", "ReportingDomain",
                .yams, .crypto,
            ])
        + executable(
            "maru", path: "Tools/Maru",
            [
                "CommonModels", "ServiceKit", "ServiceClients", "ConfigKit", "DemoData", "ImportKit", "ProfileDomain", .argumentParser,
                .asyncHTTPClient, .nioCore,
                .nioPosix, .nioHTTP1,
                .nioFoundationCompat, .logging, .subprocess, .lifecycle, .unixSignals, .crypto,
            ])
        + executable(
            "maru-bench", path: "Tools/Bench",
            [
                "CommonModels", "ServiceKit", "ServiceClients", "DemoData", .argumentParser, .asyncHTTPClient, .nioCore, .nioPosix,
                .nioHTTP1,
                .nioFoundationCompat, .hdrHistogram, .hummingbird, .grdb, .logging, .subprocess,
            ])
        + tests("CommonModels")
        + tests("RuleKit", ["CommonModels"])
        + tests("StorageKit", ["CommonModels", "TestFixtures", .lifecycle, .logging])
        + tests(
            "ServiceKit",
            [
                "CommonModels", "StorageKit", "TestFixtures", "CZlib", .hummingbird, .hummingbirdTesting, .httpTypes, .nioCore, .jwt,
                .logging, .lifecycle,
            ])
        + tests(
            "ServiceClients",
            ["CommonModels", "ServiceKit", "TestFixtures", .hummingbird, .hummingbirdTesting, .httpTypes, .nioCore, .nioHTTP1, .logging])
        + tests(
            "FeedKit",
            [
                "CommonModels", "StorageKit", "ServiceKit", "ServiceClients", "TestFixtures", .hummingbird, .hummingbirdTesting, .logging,
                .httpTypes, .nioCore, .lifecycle,
            ])
        + tests("ProjectionKit", ["CommonModels", "RuleKit", "StorageKit", "FeedKit", "TestFixtures"])
        + tests(
            "ConsoleKit",
            ["CommonModels", "ServiceKit", "StorageKit", "TestFixtures", .hummingbird, .hummingbirdTesting, .httpTypes, .nioCore])
        + serviceTests("Profile")
        + serviceTests("Segment")
        + serviceTests("Content")
        + serviceTests("Decision")
        + serviceTests("Journey")
        + serviceTests("Reporting")
        + tests("DemoData", ["CommonModels"])
        + tests("ConfigKit", ["CommonModels"])
        + tests("ImportKit", ["CommonModels"])
        + [
            .testTarget(
                name: "MaruTests", dependencies: ["maru", "ImportKit", "ProfileDomain", .argumentParser], path: "Tests/MaruTests",
                swiftSettings: strict),
            .target(
                name: "TestFixtures",
                dependencies: [
                    "CommonModels", "StorageKit", "ServiceKit", "ServiceClients", .hummingbird, .hummingbirdTesting, .httpTypes, .nioCore,
                    .logging, .crypto,
                ],
                path: "Tests/TestFixtures", swiftSettings: strict),
            .testTarget(
                name: "RepositoryTests", dependencies: [.yams], path: "Tests/RepositoryTests", swiftSettings: strict),
            .testTarget(
                name: "ContractTests",
                dependencies: [
                    "CommonModels", "ConfigKit", "ServiceKit", "StorageKit", "TestFixtures", "ProfileService", "SegmentService",
                    "ContentService",
                    "JourneyService", "DecisionService", "ReportingService", .yams, .hummingbird, .hummingbirdTesting, .httpTypes,
                    .lifecycle, .nioCore,
                ],
                path: "Tests/ContractTests",
                swiftSettings: strict),
            .testTarget(
                name: "EndToEndTests",
                dependencies: [
                    "CommonModels", "StorageKit", "FeedKit", "ServiceKit", "ServiceClients", "TestFixtures", .asyncHTTPClient, .nioCore,
                    .nioHTTP1, .nioFoundationCompat, .subprocess,
                ], path: "Tests/EndToEndTests",
                swiftSettings: strict),
        ],
    swiftLanguageModes: [.v6]
)

/// A kit in `Shared/<name>`.
@MainActor func shared(
    _ name: String, _ dependencies: [Target.Dependency] = [], resources: [Resource] = [], exclude: [String] = []
) -> [Target] {
    [
        .target(
            name: name, dependencies: dependencies, path: "Shared/\(name)", exclude: exclude, resources: resources, swiftSettings: strict)
    ]
}

/// A service in `Services/<name>`: Domain (pure), Service (its outside) and Run (the executable).
@MainActor func service(
    _ name: String, domain: [Target.Dependency] = [], service: [Target.Dependency] = [], resources: [Resource] = []
) -> [Target] {
    let domainName = "\(name)Domain"
    let serviceName = "\(name)Service"
    let kits: [Target.Dependency] = [
        "CommonModels", "RuleKit", "StorageKit", "ServiceKit", "FeedKit", "ProjectionKit", "SubjectKit", "ServiceClients",
        "ConsoleKit", .hummingbird, .httpTypes, .nioCore, .logging, .metrics, .lifecycle, .mustache, .configuration, .collections,
        .algorithms,
    ]
    return [
        .target(
            name: domainName, dependencies: ["CommonModels", "RuleKit", .collections, .algorithms] + domain,
            path: "Services/\(name)/Domain", swiftSettings: strict),
        .target(
            name: serviceName, dependencies: [.byName(name: domainName)] + kits + service,
            path: "Services/\(name)", exclude: ["Domain", "Run", "README.md"], sources: ["Service"],
            resources: [.copy("openapi.yaml")] + resources, swiftSettings: strict),
        .executableTarget(
            name: name.lowercased(), dependencies: [.byName(name: serviceName), "ServiceKit"],
            path: "Services/\(name)/Run", swiftSettings: strict),
    ]
}

/// A library of the command-line tools in `Tools/<name>`.
@MainActor func tool(_ name: String, _ dependencies: [Target.Dependency]) -> [Target] {
    [.target(name: name, dependencies: dependencies, path: "Tools/\(name)", swiftSettings: strict)]
}

@MainActor func executable(_ name: String, path: String, _ dependencies: [Target.Dependency]) -> [Target] {
    [.executableTarget(name: name, dependencies: dependencies, path: path, swiftSettings: strict)]
}

/// The tests of target `name`, in `Tests/<name>Tests`.
@MainActor func tests(_ name: String, _ dependencies: [Target.Dependency] = []) -> [Target] {
    [
        .testTarget(
            name: "\(name)Tests", dependencies: [.byName(name: name)] + dependencies, path: "Tests/\(name)Tests", swiftSettings: strict)
    ]
}

@MainActor func serviceTests(_ name: String) -> [Target] {
    tests("\(name)Domain", ["CommonModels", "RuleKit"])
        + tests(
            "\(name)Service",
            [
                .byName(name: "\(name)Domain"), "CommonModels", "RuleKit", "StorageKit", "ServiceKit", "FeedKit", "SubjectKit",
                "ServiceClients", "ConsoleKit", "ProjectionKit", "TestFixtures", .hummingbird, .hummingbirdTesting, .httpTypes, .nioCore,
                .logging,
            ])
}

extension Target.Dependency {
    static var algorithms: Self { .product(name: "Algorithms", package: "swift-algorithms") }
    static var argumentParser: Self { .product(name: "ArgumentParser", package: "swift-argument-parser") }
    static var asyncAlgorithms: Self { .product(name: "AsyncAlgorithms", package: "swift-async-algorithms") }
    static var asyncHTTPClient: Self { .product(name: "AsyncHTTPClient", package: "async-http-client") }
    static var collections: Self { .product(name: "Collections", package: "swift-collections") }
    static var configuration: Self { .product(name: "Configuration", package: "swift-configuration") }
    static var crypto: Self { .product(name: "Crypto", package: "swift-crypto") }
    static var cryptoExtras: Self { .product(name: "CryptoExtras", package: "swift-crypto") }
    static var grdb: Self { .product(name: "GRDB", package: "GRDB.swift") }
    static var grdbSQLite: Self { .product(name: "GRDBSQLite", package: "GRDB.swift") }
    static var hdrHistogram: Self { .product(name: "Histogram", package: "hdrhistogram-swift") }
    static var httpTypes: Self { .product(name: "HTTPTypes", package: "swift-http-types") }
    static var hummingbird: Self { .product(name: "Hummingbird", package: "hummingbird") }
    static var hummingbirdCore: Self { .product(name: "HummingbirdCore", package: "hummingbird") }
    static var hummingbirdTesting: Self { .product(name: "HummingbirdTesting", package: "hummingbird") }
    static var jwt: Self { .product(name: "JWTKit", package: "jwt-kit") }
    static var lifecycle: Self { .product(name: "ServiceLifecycle", package: "swift-service-lifecycle") }
    static var logging: Self { .product(name: "Logging", package: "swift-log") }
    static var metrics: Self { .product(name: "Metrics", package: "swift-metrics") }
    static var mustache: Self { .product(name: "Mustache", package: "swift-mustache") }
    static var nioCore: Self { .product(name: "NIOCore", package: "swift-nio") }
    static var nioFoundationCompat: Self { .product(name: "NIOFoundationCompat", package: "swift-nio") }
    static var nioHTTP1: Self { .product(name: "NIOHTTP1", package: "swift-nio") }
    static var nioPosix: Self { .product(name: "NIOPosix", package: "swift-nio") }
    static var numerics: Self { .product(name: "Numerics", package: "swift-numerics") }
    static var orderedCollections: Self { .product(name: "OrderedCollections", package: "swift-collections") }
    static var subprocess: Self { .product(name: "Subprocess", package: "swift-subprocess") }
    static var tracing: Self { .product(name: "Tracing", package: "swift-distributed-tracing") }
    static var unixSignals: Self { .product(name: "UnixSignals", package: "swift-service-lifecycle") }
    static var yams: Self { .product(name: "Yams", package: "Yams") }
}
