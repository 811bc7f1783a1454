using System.Text.Json.Nodes;
using WhatsAppBot.Flows.Templates;

namespace WhatsAppBot.Flows.Tests;

/// <summary>What the templates of a test can look into: the parts of a JSON object, and the moment as <c>now</c>.</summary>
internal sealed class Lookup(JsonObject parts) : ILookup
{
    public Lookup(string json)
        : this(JsonNode.Parse(json)!.AsObject()) { }

    public static readonly DateTimeOffset Now = new(2026, 3, 5, 21, 4, 7, 89, TimeSpan.FromHours(-5));

    public IEnumerable<string> Names => parts.Select(part => part.Key);

    public object? Find(string name) => name == "now" ? Now : Values.From(parts[name]);

    public string Fill(string template)
    {
        var (read, error) = Template.Parse(template);
        Assert.Null(error);
        var (text, fault) = read.Render(this);
        Assert.Null(fault);
        return text;
    }

    public string Fault(string template)
    {
        var (read, error) = Template.Parse(template);
        Assert.Null(error);
        var (text, fault) = read.Render(this);
        Assert.Equal("", text);
        return fault ?? "";
    }
}
