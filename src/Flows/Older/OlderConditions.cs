using System.Text.Json.Nodes;
using WhatsAppBot.Flows.Templates;

namespace WhatsAppBot.Flows.Older;

/// <summary>Conditions in JavaScript become expressions, or wait for a person. No JavaScript is ever run.</summary>
internal static class OlderConditions
{
    private const int ShownSource = 200;

    public static void Translate(OlderNode node)
    {
        node.Rename("expression", "condition", "code");
        if (node.Text("expression") is not { } source || string.IsNullOrWhiteSpace(source))
        {
            if (
                node.Data["rules"] is not JsonArray { Count: > 0 }
                && node.Data["branches"] is not JsonArray { Count: > 0 }
            )
                node.Need("There is no condition; say when to go which way.");
            return;
        }

        var (expression, refused) = JsRewriter.Rewrite(source);
        if (expression is null && IsOurs(source))
            return;

        if (expression is null)
        {
            node.Data.Remove("expression");
            node.Need(
                $"The JavaScript condition “{Texts.Shorten(source.Trim(), ShownSource)}” cannot be translated ({refused}); write it anew."
            );
        }
        else if (expression != source.Trim())
        {
            node.Data["expression"] = expression;
            node.Change($"The JavaScript condition is now “{Texts.Shorten(expression, ShownSource)}”.");
        }
    }

    /// <summary>Somebody may have written Liquid already. What JavaScript would subtract is one name in Liquid: that is left to a person.</summary>
    private static bool IsOurs(string source) =>
        !source.Contains('-', StringComparison.Ordinal) && ExpressionReader.ReadWhole(source).Error is null;
}
