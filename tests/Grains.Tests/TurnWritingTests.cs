using System.Text.Json.Nodes;
using WhatsAppBot.Flows;
using WhatsAppBot.Grains.Calls;
using WhatsAppBot.Grains.Conversations;
using WhatsAppBot.Storage;

namespace WhatsAppBot.Grains.Tests;

/// <summary>What becomes of the events that ask for calls and change contacts, before the database sees it.</summary>
public sealed class TurnWritingTests
{
    private static readonly Contact Ada = new(7, "Ada", "491", null, "en", ["a"], "{}", null);

    private static readonly CallRequested Wanted = new(
        "s",
        "n",
        "c1",
        new Call(
            "POST",
            "https://a.example/x?key=canary1#canary2",
            new Dictionary<string, string> { ["Authorization"] = "canary3" },
            "canary4",
            TimeSpan.FromSeconds(5),
            1
        )
    );

    [Fact]
    public void A_call_is_kept_whole_and_logged_without_its_secrets()
    {
        FlowEvent[] events = [new NodeEntered("s", "n", null), Wanted];

        Assert.Equal([new NewCall("c1", "s", "n", Wanted.Call)], CallWriting.Of(events));
        var logged = System.Text.Json.JsonSerializer.Serialize(
            CallWriting.Logged(events),
            FlowsJson.Default.IReadOnlyListFlowEvent
        );
        Assert.Contains("https://a.example/x", logged, StringComparison.Ordinal);
        Assert.Contains("node_entered", logged, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", logged, StringComparison.Ordinal);
    }

    [Fact]
    public void A_turn_without_them_writes_nothing_of_it()
    {
        FlowEvent[] events = [new NodeEntered("s", "n", null)];
        Assert.Empty(CallWriting.Of(events));
        Assert.Same(events, CallWriting.Logged(events));
        Assert.Null(ContactWriting.Of(events, Ada).Change);
    }

    [Fact]
    public void Several_changes_of_one_turn_become_one_in_their_order()
    {
        var (change, troubles) = ContactWriting.Of(
            [
                Change(name: "B", add: ["x", "y"], remove: ["a"], fields: """{"one":1,"two":2}""", optOut: true),
                Change(name: " C ", language: "de", add: ["a"], remove: ["x"], fields: """{"two":null,"three":3}"""),
                Change(name: "", optOut: false),
            ],
            Ada
        );

        Assert.Empty(troubles);
        Assert.Equal((7, "C", "de", false), (change?.ContactId, change?.Name, change?.Language, change?.OptOut));
        Assert.Equal(["y", "a"], change?.AddTags);
        Assert.Equal(["a", "x"], change?.RemoveTags);
        Assert.Equal("""{"one":1,"two":null,"three":3}""", change?.Fields?.ToJsonString());
    }

    [Fact]
    public void What_the_database_could_not_take_is_mended()
    {
        var (change, _) = ContactWriting.Of(
            [
                Change(
                    name: "A\0",
                    add: ["t\0", " ", new string('x', 300)],
                    fields: """{"a\u0000":"b\u0000","half":"\ud800","huge":1e999999999,"list":[1.5,{"c":"\u0000"}]}"""
                ),
            ],
            Ada
        );

        Assert.Equal("A\ufffd", change?.Name);
        Assert.Equal(["t\ufffd", new string('x', 100)], change?.AddTags);
        var fields = change?.Fields ?? [];
        Assert.Equal("b\ufffd", (string?)fields["a\ufffd"]);
        Assert.Equal("\ufffd", (string?)fields["half"]);
        Assert.Null(fields["huge"]);
        Assert.Equal("\ufffd", (string?)fields["list"]?[1]?["c"]);
        Assert.Equal(1.5, (double?)fields["list"]?[0]);
    }

    [Fact]
    public void A_contact_does_not_grow_without_end()
    {
        var many = Enumerable.Range(0, ContactWriting.MostTags).Select(i => $"t{i}").ToArray();
        var (change, troubles) = ContactWriting.Of(
            [
                Change(name: "B"),
                Change(add: many),
                Change(fields: new JsonObject { ["long"] = new string('x', 70_000) }.ToJsonString()),
                Change(language: "de"),
            ],
            Ada
        );

        Assert.Equal(
            ["contact_refused", "contact_refused"],
            troubles.OfType<Trouble>().Select(trouble => trouble.Code)
        );
        Assert.Equal(("B", "de", null), (change?.Name, change?.Language, change?.Fields));
        Assert.Empty(change?.AddTags ?? []);
    }

    [Fact]
    public void The_next_turn_sees_the_contact_as_the_commit_left_it()
    {
        var state = new ConversationState(
            null,
            null,
            null,
            Messages.Owner.Bot,
            null,
            ConversationStatus.Open,
            null,
            null,
            null
        );
        var before = new Conversation(1, "w", 1, 4, 9, state, Ada, 0, 0, null, DateTimeOffset.UnixEpoch);
        var draft = new Draft(state, TimerChange.None, [], null);

        var changed = Ada with { Name = "Augusta" };
        Assert.Equal(changed, draft.After(before, new TurnCommitted(5, 10, 0, 0, changed)).Contact);
        Assert.Equal(Ada, draft.After(before, new TurnCommitted(5, 10, 0, 0)).Contact);
    }

    private static ContactChanged Change(
        string? name = null,
        string? language = null,
        string[]? add = null,
        string[]? remove = null,
        string? fields = null,
        bool? optOut = null
    ) =>
        new(
            "s",
            "n",
            name,
            language,
            fields is null ? null : JsonNode.Parse(fields) as JsonObject,
            add,
            remove,
            optOut
        );
}
