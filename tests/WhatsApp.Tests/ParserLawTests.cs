using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Xunit;
using WhatsAppBot.Messages;

namespace WhatsAppBot.WhatsApp.Tests;

public sealed class ParserLawTests
{
    private static readonly byte[][] Payloads =
    [
        .. Directory
            .GetFiles(Golden.Folder("payloads"), "*.json")
            .Where(file => !file.Contains("surrogates", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(file => Encoding.UTF8.GetBytes(JsonNode.Parse(File.ReadAllBytes(file))!["post"]!.ToJsonString())),
    ];

    private static readonly string[] Odd =
    [
        "null",
        "true",
        "0",
        "-1",
        "1e999",
        "99999999999999999999",
        "\"\"",
        "\"\\u0000\"",
        "\"\\ud800\"",
        "\"+49 (155)\"",
        "\"DE.1\"",
        "[]",
        "[null]",
        "[[{}]]",
        "{}",
        "{\"id\":{\"id\":[]}}",
    ];

    [Property(MaxTest = 2000)]
    public void Never_throws_whatever_a_member_becomes(DoNotSize<int> seed)
    {
        var random = new System.Random(seed.Item);
        var json = JsonNode.Parse(Pick(random, Payloads))!;
        for (var changes = random.Next(1, 4); changes > 0; changes--)
            json = Change(json, random);

        Judge(Encoding.UTF8.GetBytes(WithOdd(json.ToJsonString())));
    }

    [Property(MaxTest = 2000)]
    public void Never_throws_whatever_a_byte_becomes(DoNotSize<int> seed)
    {
        var random = new System.Random(seed.Item);
        var body = Pick(random, Payloads).ToArray();
        for (var changes = random.Next(1, 4); changes > 0; changes--)
            body[random.Next(body.Length)] = (byte)random.Next(256);

        Judge(body);
    }

    [Property(MaxTest = 1000)]
    public void Never_throws_wherever_it_is_cut(DoNotSize<int> seed)
    {
        var random = new System.Random(seed.Item);
        var body = Pick(random, Payloads);

        Assert.Null(WebhookParser.Parse(body.AsMemory(0, random.Next(body.Length))));
    }

    [Property(MaxTest = 1000)]
    public void Never_throws_when_members_are_doubled(DoNotSize<int> seed)
    {
        var random = new System.Random(seed.Item);
        var text = Encoding.UTF8.GetString(Pick(random, Payloads));
        var at = text.IndexOf('{', random.Next(text.Length / 2)) + 1;
        var name = Pick(
            random,
            "entry",
            "changes",
            "value",
            "messages",
            "id",
            "from",
            "type",
            "text",
            "statuses",
            "errors"
        );

        Judge(Encoding.UTF8.GetBytes(text.Insert(at, $"\"{name}\":{Pick(random, Odd)},")));
    }

    [Property(MaxTest = 1000)]
    public void Never_throws_for_any_bytes(byte[] body) => Judge(body);

    // what the parser lets through is usable and storable: all of it becomes JSON again, with nothing that PostgreSQL refuses
    private static void Judge(byte[] body)
    {
        if (WebhookParser.Parse(body) is { } delivery)
            Assert.All(delivery.Events, news => Assert.True(IsUsable(news)));
    }

    private static bool IsUsable(WebhookEvent news) =>
        news switch
        {
            MessageArrived told => Names(told.Sender) && IsUsable(told.Message) && IsStorable(told.Raw.Span),
            EchoArrived echo => Names(echo.Contact) && IsUsable(echo.Message) && IsStorable(echo.Raw.Span),
            StatusArrived status => status.Wamid.Length is > 0 and <= 512
                && (status.Pricing.IsEmpty || IsStorable(status.Pricing.Span)),
            FieldChanged changed => changed.Field.Length > 0 && IsStorable(changed.Raw.Span),
            OtherStatusArrived other => IsStorable(other.Raw.Span),
            AccountTrouble trouble => IsStorable(trouble.Raw.Span),
            ItemSkipped skipped => IsStorable(skipped.Raw.Span),
            _ => false,
        };

    private static bool IsUsable(InboundMessage message) =>
        message.Wamid.Length is > 0 and <= 512
        && IsStorable(JsonSerializer.SerializeToUtf8Bytes(message, MessagesJson.Default.InboundMessage));

    private static bool IsStorable(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        while (reader.Read())
            if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName)
                // throws on a lone surrogate and on broken UTF-8
                if (reader.GetString()!.Contains('\0'))
                    return false;
        return true;
    }

    private static bool Names(Sender sender) => sender.Phone?.Length > 0 || sender.Bsuid?.Length > 0;

    private static JsonNode Change(JsonNode root, System.Random random)
    {
        var nodes = new List<JsonNode>();
        Collect(root, nodes);
        if (nodes.Count == 0)
            return root;

        var victim = Pick(random, [.. nodes]);
        var odd = JsonValue.Create($"§{random.Next(Odd.Length)}§");
        switch (victim.Parent, random.Next(3))
        {
            case (JsonObject parent, 0):
                parent.Remove(victim.GetPropertyName());
                break;
            case (JsonObject parent, 1):
                parent[victim.GetPropertyName()] = odd;
                break;
            case (JsonObject parent, _):
                var name = victim.GetPropertyName();
                parent.Remove(name);
                parent[name] = new JsonArray(new JsonObject { [name] = victim });
                break;
            case (JsonArray parent, 0):
                parent.Remove(victim);
                break;
            case (JsonArray parent, _):
                parent[victim.GetElementIndex()] = odd;
                break;
        }
        return root;
    }

    // put in as text at the end: some of it no JsonNode can write
    private static string WithOdd(string json)
    {
        for (var i = 0; i < Odd.Length; i++)
            json = json.Replace($"\"\\u00A7{i}\\u00A7\"", Odd[i], StringComparison.Ordinal);
        return json;
    }

    private static void Collect(JsonNode node, List<JsonNode> nodes)
    {
        var children = node switch
        {
            JsonObject json => json.Select(member => member.Value),
            JsonArray items => items,
            _ => [],
        };
        foreach (var child in children.OfType<JsonNode>())
        {
            nodes.Add(child);
            Collect(child, nodes);
        }
    }

    private static T Pick<T>(System.Random random, params T[] of) => of[random.Next(of.Length)];
}
