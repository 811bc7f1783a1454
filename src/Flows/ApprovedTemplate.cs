using System.Buffers;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using WhatsAppBot.Flows.Templates;
using WhatsAppBot.Messages;

namespace WhatsAppBot.Flows;

/// <summary>
/// A template that Meta has approved, and what goes into its places, as the components of the Graph API. Its language is the flow's when the
/// author names none.
/// </summary>
internal sealed record ApprovedTemplate(string Name, string? Language, IReadOnlyList<TemplateParameter> Parameters)
{
    private const int MostName = 512;

    private static readonly SearchValues<char> Letters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789_");

    /// <summary>From a node's own fields, from an object with the same fields under shorter names, or from a bare name.</summary>
    public static ApprovedTemplate Read(NodeData data, JsonElement holder, string field)
    {
        JsonElement? Member(string name, string shorter) =>
            holder.ValueKind != JsonValueKind.Object ? null
            : holder.TryGetProperty(name, out var value) ? value
            : field != "templateName" && holder.TryGetProperty(shorter, out var other) ? other
            : null;

        var name = (NodeData.TextOf(Member("templateName", "name") ?? holder) ?? "").Trim();
        if (name.Length == 0)
            data.Wrong("missing", field, "Choose the approved template to send.");
        else if (name.Length > MostName || name.AsSpan().ContainsAnyExcept(Letters))
            data.Wrong("bad_template_name", field, "A template's name has lower-case letters, digits and underscores.");

        var language = NodeData.TextOf(Member("templateLanguage", "language"));
        var parameters = Member("templateParameters", "parameters") is { ValueKind: JsonValueKind.Array } list
            ? list.EnumerateArray().Select(item => TemplateParameter.Read(data, item)).ToList()
            : [];
        return new ApprovedTemplate(name, string.IsNullOrWhiteSpace(language) ? null : language.Trim(), parameters);
    }

    /// <summary>The message; <paramref name="preview"/> is what the inbox shows of it.</summary>
    public TemplateContent Fill(Run run, Node node, string preview) =>
        new(
            Name,
            Language ?? run.Flow.Settings.Language,
            Parameters.Count == 0 ? null : Json.Element(Components(run, node)),
            preview.Length == 0 ? null : preview
        );

    /// <summary>Parameters of one component stand together, in the order in which the author gave them.</summary>
    private JsonArray Components(Run run, Node node)
    {
        var components = new JsonArray();
        var left = new Allowance();
        foreach (var group in Parameters.GroupBy(parameter => parameter.Place))
        {
            var (component, subType, index) = group.Key;
            var whole = new JsonObject { ["type"] = component };
            if (subType is not null)
                whole["sub_type"] = subType;
            if (index is { } at)
                whole["index"] = at.ToString(CultureInfo.InvariantCulture);
            if (component == "carousel")
                whole["cards"] = group.First().Value.Fill(run, node.Id, left);
            else
                whole["parameters"] = new JsonArray([.. group.Select(parameter => parameter.Fill(run, node, left))]);
            components.Add(whole);
        }
        return components;
    }
}
