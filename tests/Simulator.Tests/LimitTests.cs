using System.Net;
using System.Text.Json.Nodes;
using static WhatsAppBot.Simulator.Tests.Simulation;

namespace WhatsAppBot.Simulator.Tests;

/// <summary>Each limit at its value and one above, in code points: an emoji counts once though it takes two UTF-16 units.</summary>
public sealed class LimitTests(SharedSimulation shared) : IClassFixture<SharedSimulation>
{
    private readonly Simulation meta = shared.Simulator;

    [Theory]
    [MemberData(nameof(Limits))]
    public async Task Takes_what_is_just_short_enough_and_refuses_one_more(string limit)
    {
        var (most, build, code, words) = Table[limit];

        var right = await meta.Send(build(most));
        var wrong = await meta.Send(build(most + 1));

        Assert.True(right.Status == HttpStatusCode.OK, right.Json.ToJsonString());
        Assert.Equal((HttpStatusCode.BadRequest, code), (wrong.Status, wrong.Code));
        Assert.Equal(words, code == 100 ? wrong.Message : wrong.Details);
    }

    public static TheoryData<string> Limits => [.. Table.Keys];

    private static Dictionary<string, (int Most, Func<int, JsonObject> Build, int Code, string Words)> Table { get; } =
        new()
        {
            ["text"] = (
                4096,
                n => Body("text", new JsonObject { ["body"] = Emoji(n) }),
                100,
                "(#100) Param text['body'] must be at most 4096 characters long."
            ),
            ["callback data"] = (
                512,
                CallbackData,
                100,
                "(#100) Param biz_opaque_callback_data must be at most 512 characters long."
            ),
            ["image caption"] = (
                1024,
                n => Caption("image", n),
                100,
                "(#100) Param image['caption'] must be at most 1024 characters long."
            ),
            ["video caption"] = (
                1024,
                n => Caption("video", n),
                100,
                "(#100) Param video['caption'] must be at most 1024 characters long."
            ),
            ["document caption"] = (
                1024,
                n => Caption("document", n),
                100,
                "(#100) Param document['caption'] must be at most 1024 characters long."
            ),
            ["contacts"] = (
                257,
                Contacts,
                131009,
                "Invalid contacts count. Min allowed contacts: 1, Max allowed contacts: 257"
            ),
            ["buttons"] = (
                3,
                n => Buttons(count: n),
                131009,
                "Invalid buttons count. Min allowed buttons: 1, Max allowed buttons: 3"
            ),
            ["button title"] = (
                20,
                n => Buttons(title: Emoji(n)),
                131009,
                "Button title length invalid. Min length: 1, Max length: 20"
            ),
            ["button id"] = (
                256,
                n => Buttons(id: Emoji(n)),
                131009,
                "Button id length invalid. Min length: 1, Max length: 256"
            ),
            ["buttons body"] = (
                1024,
                n => Buttons(body: Emoji(n)),
                131009,
                "Body text length invalid. Min length: 1, Max length: 1024"
            ),
            ["header"] = (
                60,
                n => Buttons(header: Emoji(n)),
                131009,
                "Header text length invalid. Min length: 1, Max length: 60"
            ),
            ["footer"] = (
                60,
                n => Buttons(footer: Emoji(n)),
                131009,
                "Footer text length invalid. Min length: 1, Max length: 60"
            ),
            ["list body"] = (
                4096,
                n => List(body: Emoji(n)),
                131009,
                "Body text length invalid. Min length: 1, Max length: 4096"
            ),
            ["list button"] = (
                20,
                n => List(button: Emoji(n)),
                131009,
                "Button text length invalid. Min length: 1, Max length: 20"
            ),
            ["rows of one section"] = (10, n => List(rows: n), 131009, "Total row count exceed max allowed count: 10"),
            ["rows over all sections"] = (
                10,
                n => List(sections: 2, rows: n),
                131009,
                "Total row count exceed max allowed count: 10"
            ),
            ["sections"] = (
                10,
                n => List(sections: n, rows: n),
                131009,
                "Invalid sections count. Min allowed sections: 1, Max allowed sections: 10"
            ),
            ["section title"] = (
                24,
                n => List(section: Emoji(n)),
                131009,
                "Section title is too long. Max length is 24"
            ),
            ["row title"] = (24, n => List(title: Emoji(n)), 131009, "Row title is too long. Max length is 24"),
            ["row id"] = (200, n => List(id: Emoji(n)), 131009, "Row id is too long. Max length is 200"),
            ["row description"] = (
                72,
                n => List(description: Emoji(n)),
                131009,
                "Row description is too long. Max length is 72"
            ),
            ["link label"] = (20, Link, 131009, "Button display text length invalid. Min length: 1, Max length: 20"),
            ["flow label"] = (20, Flow, 131009, "Flow cta length invalid. Min length: 1, Max length: 20"),
        };

    private static string Emoji(int n) => string.Concat(Enumerable.Repeat("😀", n));

    private static JsonObject CallbackData(int n)
    {
        var body = Body("text", new JsonObject { ["body"] = "hi" });
        body["biz_opaque_callback_data"] = Emoji(n);
        return body;
    }

    private static JsonObject Caption(string type, int n) =>
        Body(type, new JsonObject { ["id"] = "1", ["caption"] = Emoji(n) });

    private static JsonObject Contacts(int n) =>
        Body(
            "contacts",
            new JsonArray([
                .. Enumerable
                    .Range(0, n)
                    .Select(_ => new JsonObject
                    {
                        ["name"] = new JsonObject { ["formatted_name"] = "A B", ["first_name"] = "A" },
                    }),
            ])
        );

    private static JsonObject Buttons(
        int count = 1,
        string? title = null,
        string? id = null,
        string body = "b",
        string? header = null,
        string? footer = null
    )
    {
        var buttons = Enumerable
            .Range(0, count)
            .Select(n => new JsonObject
            {
                ["type"] = "reply",
                ["reply"] = new JsonObject { ["id"] = id ?? $"id {n}", ["title"] = title ?? $"title {n}" },
            });
        var interactive = new JsonObject
        {
            ["type"] = "button",
            ["body"] = new JsonObject { ["text"] = body },
            ["action"] = new JsonObject { ["buttons"] = new JsonArray([.. buttons]) },
        };

        if (header is not null)
        {
            interactive["header"] = new JsonObject { ["type"] = "text", ["text"] = header };
        }

        if (footer is not null)
        {
            interactive["footer"] = new JsonObject { ["text"] = footer };
        }

        return Body("interactive", interactive);
    }

    private static JsonObject List(
        int sections = 1,
        int rows = 1,
        string body = "b",
        string button = "choose",
        string section = "section",
        string title = "title",
        string? id = null,
        string description = "d"
    )
    {
        var all = Enumerable
            .Range(0, rows)
            .Select(n => new JsonObject
            {
                ["id"] = id ?? $"{n}",
                ["title"] = title,
                ["description"] = description,
            })
            .ToList();
        var groups = Enumerable
            .Range(0, sections)
            .Select(n => new JsonObject
            {
                ["title"] = section,
                ["rows"] = new JsonArray([.. all.Where((_, at) => at % sections == n)]),
            });
        return Body(
            "interactive",
            new JsonObject
            {
                ["type"] = "list",
                ["body"] = new JsonObject { ["text"] = body },
                ["action"] = new JsonObject { ["button"] = button, ["sections"] = new JsonArray([.. groups]) },
            }
        );
    }

    private static JsonObject Link(int n) =>
        Action("cta_url", new JsonObject { ["display_text"] = Emoji(n), ["url"] = "https://x.y" });

    private static JsonObject Flow(int n) =>
        Action("flow", new JsonObject { ["flow_id"] = "1", ["flow_cta"] = Emoji(n) });

    private static JsonObject Action(string type, JsonObject parameters) =>
        Body(
            "interactive",
            new JsonObject
            {
                ["type"] = type,
                ["body"] = new JsonObject { ["text"] = "b" },
                ["action"] = new JsonObject { ["name"] = type, ["parameters"] = parameters },
            }
        );
}
