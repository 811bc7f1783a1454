using System.Text.Json.Nodes;
using WhatsAppBot.Messages;

namespace WhatsAppBot.Flows.Tests;

/// <summary>Flows, texts and inputs drawn at random from a seed, with a taste for what usually breaks things.</summary>
internal sealed partial class Chance(int seed)
{
    private static readonly string[] Pieces =
    [
        "{{",
        "}}",
        "{%",
        "%}",
        "{%-",
        "-}}",
        " ",
        "if ",
        "endif",
        "for i in (1..9) ",
        "endfor",
        "else",
        "case x",
        "when 1",
        "endcase",
        "assign a = ",
        "capture b",
        "endcapture",
        "raw",
        "endraw",
        "comment",
        "endcomment",
        "contact",
        ".name",
        ".tags",
        "[0]",
        "['a']",
        ".0",
        "input",
        "a",
        "b",
        "x",
        "'text'",
        "\"q",
        "1",
        "-2.5",
        "99999999999999999999999999999",
        " | ",
        "upcase",
        "split: ''",
        "replace: 'a', 'bb'",
        "times: 99999999",
        "divided_by: 0",
        "round: 99",
        "date: '%Y'",
        "slice: -3, 2",
        "truncate: 2",
        "sort",
        "join",
        "==",
        "<",
        ">=",
        "contains",
        "and ",
        "or ",
        "not ",
        "(",
        ")",
        "..",
        ",",
        ":",
        "true",
        "nil",
        "empty",
        "now",
        "é",
        "👩‍👩‍👧",
        "\ud83d",
        "\0",
        "\n",
    ];

    private static readonly string[] Answers =
    [
        "go",
        "yes",
        "1",
        "2.",
        "a",
        "A ",
        "opt-0",
        "12",
        "-1",
        "1,5",
        "2026-01-01",
        "a@b.co",
        "+49 170 0000001",
        "https://a.bc",
        "",
        " ",
        "\0",
        "\ud83d",
        "👍",
        "١٢",
        "ＧＯ",
        "{{ input }}",
        "tomorrow",
        "other",
    ];

    private readonly Random random = new(seed);

    public string Template() => string.Concat(Enumerable.Range(0, random.Next(12)).Select(_ => One(Pieces)));

    public string Answer() =>
        random.Next(12) == 0 ? Template()
        : random.Next(40) == 0 ? new string('ß', 20_000)
        : One(Answers);

    public string Flow()
    {
        var ids = Enumerable.Range(0, random.Next(1, 9)).Select(i => $"n{i}").ToArray();
        var nodes = ids.Select(
            (id, i) =>
                new JsonObject
                {
                    ["id"] = id,
                    ["type"] = i == 0 ? "trigger" : One([.. Node.Types.Keys]),
                    ["data"] = Data(ids, i == 0),
                }
        );
        string?[] handles =
        [
            null,
            null,
            null,
            "true",
            "false",
            "else",
            "opt-0",
            "opt-1",
            "a",
            "no-match",
            "invalid",
            "timeout",
            "error",
        ];
        var edges = ids.SelectMany(
            from => handles.Distinct().Where(handle => random.Next(2) == 0 || (from == "n0" && handle is null)),
            (from, handle) =>
                new JsonObject
                {
                    ["source"] = from,
                    ["target"] = One(ids),
                    ["sourceHandle"] = handle,
                }
        );
        return new JsonObject
        {
            ["settings"] = new JsonObject
            {
                ["failureText"] = random.Next(2) == 0 ? Safe() : null,
                ["ignoreTriggers"] = random.Next(4) == 0,
                ["quietSeconds"] = random.Next(4) == 0 ? 5 : null,
            },
            ["nodes"] = new JsonArray([.. nodes]),
            ["edges"] = new JsonArray([.. edges]),
        }.ToJsonString();
    }

    public Input Input(Session? live) =>
        live?.Wait.CallId is { } callId && random.Next(2) == 0
            ? new CallAnswered(callId, Result())
            : random.Next(16) switch
            {
                0 or 1 => new TimerFired(live?.Generation ?? 5),
                2 => new Returned(),
                3 => new SendFailed(
                    $"n{random.Next(9)}",
                    live?.Id ?? "",
                    new MessageError(1, Answer()),
                    One([null, "flow", "sub", "gone"])
                ),
                4 => random.Next(4) == 0
                    ? new Stopped(Answer())
                    : new Started(
                        One(["flow", "sub"]),
                        new JsonObject { ["a"] = Answer().Length, ["x"] = new JsonArray(1, "b") }
                    ),
                5 => new CallAnswered("c", Result()),
                6 => new Moved(random.Next(1, 4), One([null, "flow", "sub"])),
                _ => new MessageReceived(new InboundMessage("w", default, Content())),
            };

    private CallResult Result() =>
        new(
            One<int?>([200, 204, 404, 500, null]),
            new Dictionary<string, string> { ["Content-Type"] = One(["application/json", "text/plain", Answer()]) },
            One([null, Answer(), """{"a":{"b":[1]},"x":2}""", "[1,2]", """{"a":1,"a":2}""", "{"]),
            One([null, null, Answer()])
        );

    private Content Content() =>
        random.Next(12) switch
        {
            0 => new ReplyContent(ReplySource.Button, One(["opt-0", "opt-1", "a", Answer()]), Answer()),
            1 => new MediaContent(MediaKind.Image, "m", Caption: Answer()),
            2 => new LocationContent(random.NextDouble(), 2, Answer()),
            3 => new ContactsContent([new ContactCard(Answer(), ["1"])]),
            4 => new FormReplyContent("f", "b", One([Answer(), """{"a":1,"b":["x"]}""", """{"a":1,"a":2}"""])),
            5 => new OrderContent("c", null, [new OrderItem("p", 1, 2, "EUR")]),
            _ => new TextContent(Answer()),
        };

    /// <summary>A template that parses, so that the flow can run.</summary>
    private string Safe()
    {
        for (var i = 0; i < 20; i++)
        {
            var text = Template().Replace("\0", "", StringComparison.Ordinal);
            if (Templates.Template.Parse(text).Error is null)
                return text + "!";
        }
        return "text";
    }

    private T One<T>(T[] of) => of[random.Next(of.Length)];
}
