import ConsoleKit
import ProfileDomain

/// Declares a type of subjects, or changes how it was declared.
struct SignalTypeForm {
    let screen: ConsoleScreen
    let values: [String: String]
    let errors: FormErrors
    /// Of the declaration that is changed; nil for a new one.
    let version: Int?

    func markup(to address: String) -> Markup {
        let form = screen.form(values: values, errors: errors)
        return form.markup(to: address, submit: screen("signals.type.save")) {
            if let version {
                form.hidden("version", String(version))
            } else {
                form.text("key", screen("signals.type.key"), hint: screen("signals.type.keyHint"), isRequired: true, limit: 40)
            }
            form.beside {
                form.text("ko", screen("signals.type.ko"), isRequired: true, limit: SignalLimits.nameLengthMax)
                form.text("en", screen("signals.type.en"), isRequired: true, limit: SignalLimits.nameLengthMax)
            }
            form.text("description", screen("signals.type.description"), limit: SignalLimits.descriptionLengthMax)
            form.beside {
                form.text(
                    "idPattern", screen("signals.type.pattern"), hint: screen("signals.type.patternHint"), limit: SubjectPattern.lengthMax)
                form.text("sources", screen("signals.type.sources"), hint: screen("signals.type.sourcesHint"))
                form.text("keepDays", screen("signals.type.keepDays"), kind: .number, hint: screen("signals.type.keepDaysHint"))
            }
        }
    }
}
