import ConsoleKit

/// Which file, read by which mapping? The file goes up in pieces before the form is sent; without scripts rows can be pasted.
struct ImportFormPage {
    let screen: ConsoleScreen
    let mappings: [String]
    let values: [String: String]
    let errors: FormErrors

    var page: ConsolePage {
        let form = screen.form(values: values, errors: errors)
        let options = [(value: "", text: screen("imports.asIs"))] + mappings.map { (value: $0, text: $0) }
        return ConsolePage(
            title: screen("imports.new"), active: .events, crumbs: [.init(screen("imports.title"), ImportPages.address)],
            answer: screen("imports.form.answer"), modules: ["import-upload.js"]
        ) {
            Markup.grid {
                Markup.card(screen("imports.new"), span: 7) {
                    form.markup(to: ImportPages.address, submit: screen("imports.form.submit"), cancel: ImportPages.address) {
                        upload
                        form.hidden("file", values["file"] ?? "")
                        form.area("rows", screen("imports.form.rows"), hint: screen("imports.form.rowsHint"), rows: 6, isCode: true)
                        form.select("mapping", screen("imports.mapping"), options, hint: screen("imports.form.mappingHint"))
                        form.checkbox("dryRun", screen("imports.form.dryRun"))
                    }
                }
                Markup.card(screen("imports.form.how"), span: 5) {
                    Markup.paragraph(screen("imports.form.howText"))
                    Markup.code(ImportListPage.example)
                    Markup.buttonLink(screen("imports.mappings.new"), ImportMappingPages.address + "/new")
                    Markup.why(screen("imports.form.command"))
                    Markup.code(Self.command)
                }
            }
        }
    }

    /// The module of the page sends it; its own words come along, since a module has none.
    private var upload: Markup {
        """
        <div class="f"><label for="import-upload">\(screen("imports.file"))</label>\
        <span class="hint" id="h-import-upload">\(screen("imports.form.fileHint"))</span>\
        <input class="field" id="import-upload" name="upload" type="file" accept=".csv,.jsonl,.ndjson,.gz,.txt" \
        aria-describedby="h-import-upload" data-failed="\(screen("imports.form.failed"))">\
        <progress id="import-progress" max="1" value="0" aria-label="\(screen("imports.form.uploading"))" hidden></progress>\
        <span class="error" id="import-failed" role="alert" hidden></span></div>
        """
    }

    private static let command = """
        curl -X PUT -H "Authorization: Bearer $KEY" -T orders.csv.gz \\
          http://127.0.0.1:8101/v1/import-files/$FILE/content
        """
}
