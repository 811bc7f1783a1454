using System.Text.Json;
using WhatsAppBot.Messages;

namespace WhatsAppBot.WhatsApp.Tests;

public sealed class ContentLimitsTests
{
    // one code point, two UTF-16 units: who counts the units refuses too early
    private static string Emoji(int count) => string.Concat(Enumerable.Repeat("👋", count));

    private static TextContent Text(int n) => new TextContent(Emoji(n));

    private static MediaContent Caption(int n) => new MediaContent(MediaKind.Image, "7", Caption: Emoji(n));

    private static ButtonsContent Buttons(
        int body = 1,
        int header = 0,
        int footer = 0,
        int id = 1,
        int title = 1,
        int count = 1
    ) =>
        new ButtonsContent(
            Emoji(body),
            [
                .. Enumerable
                    .Range(0, count)
                    .Select(i => new Button(i + Emoji(id - 1), title == 0 ? "" : i + Emoji(title - 1))),
            ],
            Emoji(header),
            Emoji(footer)
        );

    private static ListContent List(
        int body = 1,
        int button = 1,
        int sections = 1,
        int rows = 1,
        int sectionTitle = 0,
        int id = 1,
        int title = 1,
        int description = 0
    ) =>
        new ListContent(
            Emoji(body),
            Emoji(button),
            [
                .. Enumerable
                    .Range(0, sections)
                    .Select(s => new ListSection(
                        Emoji(sectionTitle),
                        [
                            .. Enumerable
                                .Range(0, rows)
                                .Select(r => new ListRow(
                                    (char)('a' + (s * 12) + r) + Emoji(id - 1),
                                    Emoji(title),
                                    Emoji(description)
                                )),
                        ]
                    )),
            ]
        );

    private static ContactsContent Cards(int n) =>
        new ContactsContent([.. Enumerable.Range(0, n).Select(i => new ContactCard($"Person {i}", []))]);

    private static TemplateContent Template(string text) =>
        new TemplateContent(
            "promo",
            "en",
            JsonSerializer.SerializeToElement(
                new object[] { new { type = "body", parameters = new[] { new { type = "text", text } } } }
            )
        );

    private static InteractiveContent PlaceRequest(int body) =>
        new(
            "location_request_message",
            JsonSerializer.SerializeToElement(
                new { type = "location_request_message", body = new { text = new string('x', body) } }
            ),
            ""
        );

    private static InteractiveContent Form(string? id, string button) =>
        new(
            "flow",
            JsonSerializer.SerializeToElement(
                new
                {
                    type = "flow",
                    body = new { text = "b" },
                    action = new { parameters = new { flow_id = id, flow_cta = button } },
                }
            ),
            ""
        );

    public static TheoryData<string, Content, Content> Edges =>
        new()
        {
            { "text", Text(4096), Text(4097) },
            { "empty text", Text(1), Text(0) },
            { "caption", Caption(1024), Caption(1025) },
            { "buttons", Buttons(count: 3), Buttons(count: 4) },
            { "no button", Buttons(count: 1), Buttons(count: 0) },
            { "buttons body", Buttons(body: 1024), Buttons(body: 1025) },
            { "empty buttons body", Buttons(body: 1), Buttons(body: 0) },
            { "header", Buttons(header: 60), Buttons(header: 61) },
            { "footer", Buttons(footer: 60), Buttons(footer: 61) },
            { "button id", Buttons(id: 256), Buttons(id: 257) },
            { "button title", Buttons(title: 20), Buttons(title: 21) },
            { "empty button title", Buttons(title: 1), Buttons(title: 0) },
            { "list body", List(body: 4096), List(body: 4097) },
            { "list button", List(button: 20), List(button: 21) },
            { "empty list button", List(button: 1), List(button: 0) },
            { "sections", List(sections: 10, sectionTitle: 1), List(sections: 11, sectionTitle: 1) },
            { "rows in one section", List(rows: 10), List(rows: 11) },
            {
                "rows in total",
                List(sections: 2, rows: 5, sectionTitle: 1),
                List(sections: 2, rows: 6, sectionTitle: 1)
            },
            { "section without rows", List(rows: 1), List(rows: 0) },
            { "section title", List(sectionTitle: 24), List(sectionTitle: 25) },
            { "title of several sections", List(sections: 2, sectionTitle: 1), List(sections: 2) },
            { "row id", List(id: 200), List(id: 201) },
            { "row title", List(title: 24), List(title: 25) },
            { "empty row title", List(title: 1), List(title: 0) },
            { "row description", List(description: 72), List(description: 73) },
            { "contacts", Cards(257), Cards(258) },
            { "no contact", Cards(1), Cards(0) },
            { "place request", PlaceRequest(1024), PlaceRequest(1025) },
            { "place request without words", PlaceRequest(1), PlaceRequest(0) },
            { "form button", Form("1", new string('x', 20)), Form("1", new string('x', 21)) },
            { "form without id", Form("1", "x"), Form(null, "x") },
            { "template spaces", Template("a    b"), Template("a     b") },
            { "template line break", Template("a b"), Template("a\nb") },
            { "template tab", Template("a b"), Template("a\tb") },
            { "template empty text", Template("a"), Template("") },
            { "template name", new TemplateContent("a_1", "en"), new TemplateContent("A", "en") },
            { "template language", new TemplateContent("a", "en"), new TemplateContent("a", "") },
            {
                "media without source",
                new MediaContent(MediaKind.Image, Link: "https://a.example/x"),
                new MediaContent(MediaKind.Image)
            },
            {
                "media link",
                new MediaContent(MediaKind.Image, Link: "http://a.example/x"),
                new MediaContent(MediaKind.Image, Link: "file:///etc/passwd")
            },
            {
                "caption of a recording",
                new MediaContent(MediaKind.Audio, "7"),
                new MediaContent(MediaKind.Audio, "7", Caption: "x")
            },
            { "latitude", new LocationContent(90, -180), new LocationContent(90.1, 0) },
            { "longitude", new LocationContent(-90, 180), new LocationContent(0, double.NaN) },
            { "reaction target", new ReactionContent("wamid.1", ""), new ReactionContent("", "👍") },
            {
                "same button ids",
                new ButtonsContent("b", [new("a", "A"), new("b", "B")]),
                new ButtonsContent("b", [new("a", "A"), new("a", "B")])
            },
            {
                "same button titles",
                new ButtonsContent("b", [new("a", "A"), new("b", "B")]),
                new ButtonsContent("b", [new("a", "Same"), new("b", "same")])
            },
            {
                "spaces around a button id",
                new ButtonsContent("b", [new("a b", "A")]),
                new ButtonsContent("b", [new(" a", "A")])
            },
            {
                "same row ids",
                new ListContent("b", "c", [new(null, [new("a", "A"), new("b", "A")])]),
                new ListContent("b", "c", [new(null, [new("a", "A"), new("a", "B")])])
            },
        };

    [Theory]
    [MemberData(nameof(Edges))]
    public void Allows_the_limit_and_refuses_one_more(string what, Content fits, Content breaks)
    {
        Assert.True(ContentLimits.Check(fits) is null, what);
        Assert.Contains(ContentLimits.Check(breaks)?.Code ?? 0, new[] { 131009, 132018 });
    }

    [Fact]
    public async Task Spends_no_call_on_what_breaks_a_limit()
    {
        var meta = RecordingMeta.Accepting();

        var result = await meta.Client()
            .Send(
                new GraphChannel("1", "t"),
                new Recipient("4915550001", null),
                Text(4097),
                null,
                "m.1.2.1",
                TestContext.Current.CancellationToken
            );

        Assert.Equal("Text has 4097 characters; 1 to 4096 are allowed", Assert.IsType<Refused>(result).Error.Details);
        Assert.Empty(meta.Asked);
    }

    [Fact]
    public void Looks_into_the_cards_of_a_carousel()
    {
        var components = JsonSerializer.Deserialize<JsonElement>(
            """[{"type":"carousel","cards":[{"components":[{"type":"body","parameters":[{"type":"text","text":""}]}]}]}]"""
        );

        Assert.NotNull(ContentLimits.Check(new TemplateContent("a", "en", components)));
    }
}
