using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using WhatsAppBot.Messages;
using WhatsAppBot.Storage.Contacts;
using WhatsAppBot.WebApi.Hosting;

namespace WhatsAppBot.WebApi.Contacts;

/// <summary>Reads an object's members by name and type; notes each flaw with its path, and what nobody asked for.</summary>
internal sealed class Form(JsonElement root, string path, List<Flaw> flaws)
{
    private readonly HashSet<string> known = [];

    public List<Flaw> Flaws => flaws;

    public bool Has(string name) => root.TryGetProperty(name, out _);

    public string PathOf(string name) => path.Length == 0 ? name : $"{path}.{name}";

    public void Bad(string name, string detail) => flaws.Add(new Flaw(PathOf(name), detail));

    public JsonElement? Any(string name)
    {
        known.Add(name);
        return root.TryGetProperty(name, out var value) ? value : null;
    }

    /// <summary>A text, or null; not given when it is not there.</summary>
    public Given<string> Text(string name, int most)
    {
        if (Any(name) is not { } value)
            return default;
        if (value.ValueKind == JsonValueKind.Null)
            return new Given<string>(true, null);
        if (value.ValueKind == JsonValueKind.String && value.GetString() is { } text)
        {
            if (text.Length > most)
                Bad(name, $"is at most {most} characters");
            else if (CleanText.Of(text) != text)
                Bad(name, "holds a NUL character");
            else
                return text;
        }
        else
            Bad(name, "is a text");
        return default;
    }

    /// <summary>A text that must be there and say something.</summary>
    public string Needed(string name, int most)
    {
        var text = Text(name, most);
        if (text.Value?.Trim() is { Length: > 0 } said)
            return said;
        if (!flaws.Any(flaw => flaw.Path == PathOf(name)))
            Bad(name, "is missing");
        return "";
    }

    public bool? Truth(string name)
    {
        if (Any(name) is not { } value)
            return null;
        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False)
            return value.GetBoolean();
        Bad(name, "is true or false");
        return null;
    }

    public long? Number(string name)
    {
        if (Any(name) is not { } value)
            return null;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number))
            return number;
        Bad(name, "is a whole number");
        return null;
    }

    /// <summary>A list of texts, each checked by <paramref name="flaw"/>.</summary>
    public IReadOnlyList<string>? Texts(string name, int most, Func<string, string?> flaw)
    {
        if (Any(name) is not { } value)
            return null;
        if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() > most)
        {
            Bad(name, $"is a list of at most {most}");
            return null;
        }
        var texts = new List<string>();
        foreach (var (i, one) in value.EnumerateArray().Index())
        {
            if (one.ValueKind != JsonValueKind.String || one.GetString() is not { } text)
                Bad($"{name}[{i}]", "is a text");
            else if (flaw(text.Trim()) is { } wrong)
                Bad($"{name}[{i}]", wrong);
            else
                texts.Add(text.Trim());
        }
        return texts;
    }

    public IReadOnlyList<long>? Numbers(string name, int most)
    {
        if (Any(name) is not { } value)
            return null;
        if (
            value.ValueKind == JsonValueKind.Array
            && value.GetArrayLength() <= most
            && value.EnumerateArray().All(one => one.ValueKind == JsonValueKind.Number && one.TryGetInt64(out _))
        )
            return [.. value.EnumerateArray().Select(one => one.GetInt64())];
        Bad(name, $"is a list of at most {most} whole numbers");
        return null;
    }

    public Form? Object(string name)
    {
        if (Any(name) is not { } value)
            return null;
        if (value.ValueKind == JsonValueKind.Object)
            return new Form(value, PathOf(name), flaws);
        Bad(name, "is an object");
        return null;
    }

    public IReadOnlyList<Form>? Objects(string name, int most)
    {
        if (Any(name) is not { } value)
            return null;
        if (
            value.ValueKind == JsonValueKind.Array
            && value.GetArrayLength() <= most
            && value.EnumerateArray().All(one => one.ValueKind == JsonValueKind.Object)
        )
            return [.. value.EnumerateArray().Select((one, i) => new Form(one, $"{PathOf(name)}[{i}]", flaws))];
        Bad(name, $"is a list of at most {most} objects");
        return null;
    }

    /// <summary>Every member, for an object whose names are the caller's own.</summary>
    public IEnumerable<JsonProperty> Members()
    {
        foreach (var member in root.EnumerateObject())
        {
            known.Add(member.Name);
            yield return member;
        }
    }

    /// <summary>Notes members that nobody asked for.</summary>
    public void Close()
    {
        foreach (var member in root.EnumerateObject().Where(member => !known.Contains(member.Name)))
            Bad(member.Name, "is not known here");
    }

    /// <summary>The answer when something is wrong; null when all is well.</summary>
    public ProblemHttpResult? Refusal()
    {
        Close();
        return flaws.Count == 0 ? null : Problems.Invalid(flaws);
    }
}
