using System.Net.Http.Json;
using System.Text.Json;
using static WhatsAppBot.WebApi.Tests.FlowDocuments;

namespace WhatsAppBot.WebApi.Tests;

/// <summary>What a flow is checked against beside itself.</summary>
public sealed class FlowSurroundingsTests(Site site)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_field_of_the_contact_is_unknown_until_somebody_defines_it()
    {
        var field = site.Fresh("shoe");
        var flow = await site.Draft(Greeting(greet: $"Size {{{{ contact.{field} }}}}"));
        Assert.Equal(["unknown_variable"], await Warnings(flow));

        await site.Http.PutAsJsonAsync(
            $"/api/v1/workspaces/demo/fields/{field}",
            new { title = "Shoe", type = "number" },
            Cancel
        );

        Assert.Empty(await Warnings(flow));
    }

    [Fact]
    public async Task A_field_that_a_published_flow_fills_is_known_too()
    {
        var field = site.Fresh("shoe");
        var flow = await site.Draft(Greeting(greet: $"Size {{{{ contact.{field} }}}}"));

        await site.Live(
            Line(
                Node("start", "trigger", new { kind = "api" }),
                Node("fill", "contact", new { fields = new Dictionary<string, int> { [field] = 42 } })
            )
        );

        Assert.Empty(await Warnings(flow));
    }

    [Fact]
    public async Task A_template_that_meta_has_not_approved_is_told_once_metas_list_was_read()
    {
        var name = site.Fresh("offer_");
        var flow = await site.Draft(
            Line(
                Node("start", "trigger", new { kind = "api" }),
                Node(
                    "offer",
                    "message",
                    new
                    {
                        text = "Offer",
                        useTemplate = true,
                        templateName = name,
                        templateLanguage = "en_US",
                    }
                )
            )
        );
        await site.Ask("update connections set templates_synced_at = now() where id = 'demo'");
        Assert.Equal(["template_not_approved"], await Warnings(flow));

        await Template(name, "es", "APPROVED");
        await Template(name, "en_US", "REJECTED");
        Assert.Equal(["template_not_approved"], await Warnings(flow));
        await site.Ask($"update templates set status = 'APPROVED' where name = '{name}'");
        Assert.Empty(await Warnings(flow));
    }

    private Task<string> Template(string name, string language, string status) =>
        site.Ask(
            $"""
            insert into templates (connection_id, id, workspace_id, name, language, category, status)
            values ('demo', '{name}-{language}', 'demo', '{name}', '{language}', 'MARKETING', '{status}')
            """
        );

    private async Task<IReadOnlyList<string?>> Warnings(string flow)
    {
        using var answer = await site.Http.PostAsJsonAsync($"{All}/{flow}/validate", new { }, Cancel);
        var report = await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel);
        return [.. report.GetProperty("problems").EnumerateArray().Select(one => one.GetProperty("code").GetString())];
    }
}
