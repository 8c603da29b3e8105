import TestFixtures
import Testing

@Suite("The inspector of pages")
struct HTMLInspectorTests {
    @Test(
        "finds what is wrong",
        arguments: [
            ("<main><p></main>", "</main> closes <p>"), ("<svg><path d=\"M0 0\"/></svg>", "svg without label"),
            ("<h1>a</h1><h1>b</h1>", "a second h1"),
            ("<h2>a</h2><h4>b</h4>", "h4 after h2"), ("<input name=\"q\">", "input q without label"),
            ("<p style=\"color:red\">x</p>", "<p> has style"),
            ("<a href=\"javascript:x\">x</a>", "<a> leads to javascript:x"), ("<script>1</script>", "inline script"),
            ("<i id=\"a\"></i><i id=\"a\"></i>", "id a twice"),
            ("<button onclick=\"x\">x</button>", "<button> has onclick"),
        ])
    func finds(html: String, fault: String) {
        #expect(HTMLInspector(html).faults.contains(fault))
    }

    @Test("finds nothing in a sound page")
    func sound() {
        let html =
            "<main><h1>a</h1><h2>b</h2><label for=\"q\">q</label><input id=\"q\"><svg role=\"img\" aria-label=\"x\"><path d=\"M0 0\"/></svg></main>"
        #expect(HTMLInspector(html).faults == [])
    }
}
