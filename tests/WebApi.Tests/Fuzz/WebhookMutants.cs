using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using WhatsAppBot.Support;

namespace WhatsAppBot.WebApi.Tests.Fuzz;

/// <summary>A webhook that is not as Meta would send it; the neighbour is a right message in the same body, or null.</summary>
internal sealed record Mutant(string What, byte[] Body, string? Neighbour, string Signature);

/// <summary>Damages every shape of webhook that Meta's reference knows.</summary>
internal sealed class WebhookMutants(Random chance)
{
    private static readonly JsonNode[] Shapes =
    [
        .. Directory
            .GetFiles(Path.Combine(Repository.Root, "tests", "WhatsApp.Tests", "payloads"), "*.json")
            .Where(file => !file.Contains("surrogates", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(file => JsonNode.Parse(File.ReadAllText(file))?["post"])
            .OfType<JsonNode>(),
    ];

    private int count;

    public static int ShapeCount => Shapes.Length;

    /// <summary>Rightly signed. Each shape in turn; the ids of messages are new each time, so that no mutant is a repetition of another.</summary>
    public Mutant Next()
    {
        count++;
        var shape = Renamed(Shapes[count % Shapes.Length]);
        if (count % 7 == 0 || shape["entry"] is not JsonArray { Count: > 0 } entries)
            return Signed(Whole(shape, out var what), what, null);

        var (number, neighbour) = ($"w{20_000_000 + (count % 40)}", $"w{30_000_000 + count}");
        var damaged = shape["entry"]?[0];
        BadBody? bad = null;
        for (var changes = chance.Next(1, 3); changes > 0; changes--)
            bad = Damage.Somewhere(damaged, chance) ?? bad;
        var entry = bad is null ? damaged?.ToJsonString() : Encoding.UTF8.GetString(bad.Bytes);
        var right = JsonNode.Parse(Site.Body(("111", neighbour, "text")))?["entry"]?[0]?.ToJsonString();
        // forty people write all of it
        right = right?.Replace(Site.PhoneOf(neighbour), Site.PhoneOf(number), StringComparison.Ordinal);
        var body = $$"""{"object":"whatsapp_business_account","entry":[{{entry}},{{right}}]}""";
        return Signed(Encoding.UTF8.GetBytes(body), bad?.What ?? "as it is", neighbour);
    }

    /// <summary>Right bodies with signatures that are wrong in every way.</summary>
    public static IEnumerable<(string What, string? Signature)> WrongSignatures(byte[] body)
    {
        var right = Site.Sign(body);
        var hex = right["sha256=".Length..];
        yield return ("missing", null);
        yield return ("empty", "");
        yield return ("no digest", "sha256=");
        yield return ("no name", hex);
        yield return ("another name", $"sha1={hex}");
        yield return ("half", right[..^32]);
        yield return ("too long", $"{right}00");
        yield return ("one bit", $"sha256={(hex[0] == '0' ? '1' : '0')}{hex[1..]}");
        yield return ("no hex", $"sha256={new string('g', 64)}");
        yield return ("of nothing", Site.Sign([]));
        yield return ("of another body", Site.Sign([.. body, 0x20]));
        yield return ("twice", $"{right},{right}");
        yield return (
            "by another secret",
            $"sha256={Convert.ToHexStringLower(HMACSHA256.HashData("another"u8, body))}"
        );
        yield return ("Base64", $"sha256={Convert.ToBase64String(Convert.FromHexString(hex))}");
    }

    private byte[] Whole(JsonNode shape, out string what)
    {
        var text = shape.ToJsonString();
        var bytes = Encoding.UTF8.GetBytes(text);
        switch (chance.Next(9))
        {
            case 0:
                what = "half of it";
                return bytes[..chance.Next(bytes.Length)];
            case 1:
                what = "some bytes";
                for (var i = chance.Next(1, 5); i > 0; i--)
                    bytes[chance.Next(bytes.Length)] = (byte)chance.Next(256);
                return bytes;
            case 2:
                what = "a list";
                return Encoding.UTF8.GetBytes($"[{text}]");
            case 3:
                what = "deep";
                return Encoding.UTF8.GetBytes($$"""{"entry":{{new string('[', chance.Next(30, 90_000))}}""");
            case 4:
                what = "wide";
                return Encoding.UTF8.GetBytes(
                    $$"""{"entry":[{"changes":[{{string.Join(',', Enumerable.Repeat("{}", chance.Next(1, 300)))}}]}]}"""
                );
            case 5:
                what = "with a mark";
                return [0xef, 0xbb, 0xbf, .. bytes];
            case 6:
                what = "in UTF-16";
                return Encoding.Unicode.GetBytes(text);
            default:
                var bad = Damage.Somewhere(shape, chance);
                what = bad?.What ?? "as it is";
                return bad?.Bytes ?? bytes;
        }
    }

    private static Mutant Signed(byte[] body, string what, string? neighbour) =>
        new(what, body, neighbour, Site.Sign(body));

    /// <summary>Of our number, mostly, and with ids that nobody has had.</summary>
    private JsonNode Renamed(JsonNode shape)
    {
        var number = chance.Next(12) == 0 ? "999" : "111";
        var copy = shape.DeepClone();
        Walk(copy);
        return copy;

        void Walk(JsonNode? node)
        {
            if (node is JsonArray list)
                foreach (var item in list)
                    Walk(item);
            if (node is not JsonObject holder)
                return;
            foreach (var (name, value) in holder.ToArray())
            {
                if (name is "phone_number_id")
                    holder[name] = number;
                else if (
                    name is "id" or "message_id"
                    && value is JsonValue text
                    && text.TryGetValue<string>(out var id)
                    && id.StartsWith("wamid", StringComparison.Ordinal)
                )
                    holder[name] = $"{id}.{count}";
                else
                    Walk(value);
            }
        }
    }
}
