using System.Text.Json.Nodes;
using WhatsAppBot.Flows.Templates;

namespace WhatsAppBot.Flows;

/// <summary>Fills the places of a text outside of any flow: with what a saved reply may name.</summary>
public static class Filling
{
    /// <summary>The filled text; when it cannot be filled, why not. <paramref name="now"/> is what <c>now</c> stands for.</summary>
    public static (string Text, string? Fault) Of(string text, JsonObject values, DateTimeOffset now)
    {
        var (template, error) = Template.Parse(text);
        return error is null ? template.Render(new Scope(values, now)) : ("", error);
    }

    private sealed class Scope(JsonObject values, DateTimeOffset now) : ILookup
    {
        public IEnumerable<string> Names => values.Select(one => one.Key).Append("now");

        public object? Find(string name) =>
            name == "now" ? now
            : values.TryGetPropertyValue(name, out var value) ? Templates.Values.From(value)
            : null;
    }
}
