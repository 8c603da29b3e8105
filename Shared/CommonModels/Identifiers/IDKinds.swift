/// Names a person as Profile knows them.
package enum ProfileTag: IDTag { package static let prefix = "prf" }
package typealias ProfileID = TypedID<ProfileTag>

/// Names an event of the log.
package enum EventTag: IDTag { package static let prefix = "evt" }
package typealias EventID = TypedID<EventTag>

/// Names a signal from outside.
package enum SignalTag: IDTag { package static let prefix = "sig" }
package typealias SignalID = TypedID<SignalTag>

/// Names a segment.
package enum SegmentTag: IDTag { package static let prefix = "seg" }
package typealias SegmentID = TypedID<SegmentTag>

/// Names an offer.
package enum OfferTag: IDTag { package static let prefix = "off" }
package typealias OfferID = TypedID<OfferTag>

/// Names a placement.
package enum PlacementTag: IDTag { package static let prefix = "plc" }
package typealias PlacementID = TypedID<PlacementTag>

/// Names a decision.
package enum DecisionTag: IDTag { package static let prefix = "dec" }
package typealias DecisionID = TypedID<DecisionTag>

/// Names an experiment.
package enum ExperimentTag: IDTag { package static let prefix = "exp" }
package typealias ExperimentID = TypedID<ExperimentTag>

/// Names a journey.
package enum JourneyTag: IDTag { package static let prefix = "jrn" }
package typealias JourneyID = TypedID<JourneyTag>

/// Names one passage of a person through a journey.
package enum RunTag: IDTag { package static let prefix = "run" }
package typealias RunID = TypedID<RunTag>

/// Names a content item.
package enum ItemTag: IDTag { package static let prefix = "itm" }
package typealias ItemID = TypedID<ItemTag>

/// Names an initiative of the shared budget.
package enum InitiativeTag: IDTag { package static let prefix = "ini" }
package typealias InitiativeID = TypedID<InitiativeTag>

/// Names a department.
package enum DepartmentTag: IDTag { package static let prefix = "dep" }
package typealias DepartmentID = TypedID<DepartmentTag>

/// Names a KPI.
package enum KPITag: IDTag { package static let prefix = "kpi" }
package typealias KPIID = TypedID<KPITag>

/// Names a long piece of work.
package enum JobTag: IDTag { package static let prefix = "job" }
package typealias JobID = TypedID<JobTag>

/// Names an API key.
package enum KeyTag: IDTag { package static let prefix = "key" }
package typealias KeyID = TypedID<KeyTag>

/// Names a person who signs in.
package enum UserTag: IDTag { package static let prefix = "usr" }
package typealias UserID = TypedID<UserTag>

/// Names a message to a customer.
package enum MessageTag: IDTag { package static let prefix = "msg" }
package typealias MessageID = TypedID<MessageTag>

/// Names an entry of the audit log.
package enum AuditTag: IDTag { package static let prefix = "aud" }
package typealias AuditID = TypedID<AuditTag>

/// Names a ledger entry.
package enum EntryTag: IDTag { package static let prefix = "ent" }
package typealias EntryID = TypedID<EntryTag>

/// Names a case of a person's rights.
package enum CaseTag: IDTag { package static let prefix = "cas" }
package typealias CaseID = TypedID<CaseTag>
