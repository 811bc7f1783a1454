using System.Runtime.CompilerServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using WhatsAppBot.Messages;

namespace WhatsAppBot.Flows.Tests;

/// <summary>
/// A conversation in a file: what the contact does, and what came of it. <c>UPDATE_GOLDEN=1</c> writes what came of it into the file.
/// </summary>
internal static class Golden
{
    public static readonly JsonSerializerOptions Layout = new()
    {
        WriteIndented = false,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static readonly JsonSerializerOptions Page = new(Layout) { WriteIndented = true };
    private static readonly string[] Results = ["say", "events", "saved", "wakes", "ended"];

    public static string Folder { get; } = Path.Combine(Here(), "Golden");

    public static string Examples { get; } = Path.GetFullPath(Path.Combine(Here(), "..", "..", "examples", "flows"));

    public static IEnumerable<string> Files() =>
        Directory
            .EnumerateFiles(Folder, "*.json")
            .Select(Path.GetFileNameWithoutExtension)
            .OfType<string>()
            .Order(StringComparer.Ordinal);

    public static JsonObject Read(string name) =>
        JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, name + ".json")))!.AsObject();

    public static FlowVersion Flow(JsonObject entry, int number)
    {
        var file = (string?)entry["file"];
        var json = file is null ? entry["document"]!.ToJsonString() : File.ReadAllText(Path.Combine(Examples, file));
        var name = (string?)entry["name"] ?? file ?? "Flow";
        var parsed = FlowVersion.Parse(
            (string?)entry["id"] ?? $"flow-{number}",
            (int?)entry["version"] ?? 1,
            name,
            json
        );
        Assert.Empty(parsed.Problems);
        return parsed.Flow!;
    }

    /// <summary>Plays the conversation and compares what came of it with the file, or writes it there.</summary>
    public static void Check(string name)
    {
        var talk = Read(name);
        var (_, _, script) = Play(talk);
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
        {
            talk["script"] = script;
            File.WriteAllText(Path.Combine(Folder, name + ".json"), talk.ToJsonString(Page) + "\n");
        }
        else
        {
            Assert.Equal(talk["script"]!.ToJsonString(Page), script.ToJsonString(Page));
        }
    }

    public static Played Play(JsonObject talk)
    {
        var entries = talk["flows"]!.AsArray().Select(flow => flow!.AsObject()).ToList();
        var flows = entries.Select((flow, index) => Flow(flow, index + 1)).ToList();
        var phone = new Phone([.. flows.Where((_, index) => entries[index]["later"] is null)]);
        phone.Knows(flows);
        var turns = new List<Turn>();
        if (talk["contact"] is JsonObject contact)
            phone.Contact = contact.Deserialize<ContactView>(JsonSerializerOptions.Web)!;

        var played = new JsonArray([
            .. talk["script"]!.AsArray().Select(step => (JsonNode)PlayStep(phone, step!.AsObject(), turns)),
        ]);
        return new Played(flows, turns, played);
    }

    private static JsonObject PlayStep(Phone phone, JsonObject step, List<Turn> turns)
    {
        var result = new JsonObject(
            step.Where(entry => !Results.Contains(entry.Key))
                .Select(entry => KeyValuePair.Create(entry.Key, entry.Value?.DeepClone()))
        );
        phone.Now += TimeSpan.FromSeconds((double?)step["after"] ?? 0);
        if (step["owner"] is { } owner)
            phone.Owner = Enum.Parse<Owner>((string)owner!, true);

        if (step["publish"] is { } published)
            phone.Publishes((string)published!, (int)step["version"]!);
        if (Do(phone, step) is not { } turn)
            return result;

        turns.Add(turn);

        result["say"] = Texts(turn.Said());
        result["events"] = Texts(turn.Events.Where(fact => fact is not MessageCreated).Select(Telling.Line));
        if (turn.Session is { } session)
        {
            result["saved"] = session.Variables.DeepClone();
            if (session.WakeAfter is { } wake)
                result["wakes"] = wake.TotalSeconds;
        }
        if (turn.Ended() is { } ended)
            result["ended"] = ended;
        return result;
    }

    private static Turn? Do(Phone phone, JsonObject step) =>
        step switch
        {
            _ when step["hear"] is JsonValue text => phone.Says((string)text!),
            _ when step["hear"] is { } content => phone.Sends(
                content.Deserialize(MessagesJson.Default.Content)!,
                step["referral"] is { } ad ? new Referral("ad", (string?)ad, null, null) : null
            ),
            _ when step["tap"] is { } id => phone.Sends(
                new ReplyContent(ReplySource.Button, (string)id!, (string?)step["title"] ?? "")
            ),
            _ when step["timer"] is not null => phone.WaitsForTheTimer(),
            _ when step["oldTimer"] is not null => phone.Take(new TimerFired((phone.Session?.Generation ?? 1) - 1)),
            _ when step["start"] is { } flow => phone.Take(
                new Started(
                    (string)flow!,
                    step["with"]?.DeepClone().AsObject(),
                    step["broadcast"] is JsonObject values
                        ? new BroadcastView("7", "Spring", values.DeepClone().AsObject())
                        : null
                )
            ),
            _ when step["answer"] is { } answer => phone.Take(
                new CallAnswered((string?)step["call"] ?? phone.Session?.Wait.CallId ?? "", CallEnd(answer.AsObject()))
            ),
            _ when step["move"] is { } version => phone.Take(new Moved((int)version!, (string?)step["flow"])),
            _ when step["return"] is not null => phone.Take(new Returned()),
            _ when step["stop"] is { } reason => phone.Take(new Stopped((string)reason!)),
            _ when step["sendFails"] is { } node => phone.Take(
                new SendFailed(
                    (string)node!,
                    (string?)step["session"] ?? phone.Session?.Id ?? "",
                    new MessageError(131026, "Undeliverable"),
                    (string?)step["flow"]
                )
            ),
            _ => null,
        };

    private static CallResult CallEnd(JsonObject answer) =>
        new(
            (int?)answer["status"],
            (answer["headers"]?.AsObject() ?? []).ToDictionary(header => header.Key, header => (string)header.Value!),
            answer["body"] switch
            {
                null => null,
                JsonValue text when text.GetValueKind() == JsonValueKind.String => (string?)text,
                var json => json.ToJsonString(Layout),
            },
            (string?)answer["error"]
        );

    private static JsonArray Texts(IEnumerable<string> lines) => new([.. lines.Select(line => (JsonNode)line)]);

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}

/// <summary>A conversation that was played: its flows, what came of each turn, and how the file would tell it.</summary>
internal sealed record Played(IReadOnlyList<FlowVersion> Flows, IReadOnlyList<Turn> Turns, JsonArray Script);
