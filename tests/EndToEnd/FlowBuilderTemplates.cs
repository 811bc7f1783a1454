using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace WhatsAppBot.EndToEnd;

/// <summary>A step sends an approved template: it is picked from a list, asks for its variables, and is saved with them.</summary>
public sealed partial class FlowBuilderTests
{
    private static ILocator Panel(IPage page) =>
        page.GetByRole(AriaRole.Region, new PageGetByRoleOptions { Name = "Settings" });

    private static ILocator Offer(IPage page) =>
        page.GetByRole(AriaRole.Option).Filter(new LocatorFilterOptions { HasText = "contact.name" }).First;

    private static async Task TemplateByPointer(IPage page, HttpClient http)
    {
        await Step(page, "message").Locator("h3").ClickAsync();
        await page.Keyboard.PressAsync("i");
        await Panel(page).GetByText("Send an approved template").ClickAsync();
        await Expect(Value(page, 1)).ToHaveCountAsync(0);
        await Panel(page).Locator("select[data-field=templateName]").SelectOptionAsync("seat_ready en_US");
        await Value(page, 1).FillAsync("A 7");
        // the button is there for the field that is written in
        await Value(page, 2).ClickAsync();
        await Value(page, 2).Locator("xpath=..").GetByRole(AriaRole.Button).ClickAsync();
        await Offer(page).ClickAsync();
        await HasTheTemplate(page, http);
    }

    private static async Task TemplateByKeys(IPage page, HttpClient http)
    {
        await Expect(Step(page, "message")).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Alt+ArrowDown");
        await page.Keyboard.PressAsync("Alt+ArrowDown");
        await page.Keyboard.PressAsync("i");
        await page.Walk("[data-field=useTemplate]");
        await page.Keyboard.PressAsync("Space");
        await Expect(Panel(page).Locator("select[data-field=templateName]")).ToBeVisibleAsync();
        await page.Walk("select[data-field=templateName]");
        await page.Keyboard.TypeAsync("seat");
        await Expect(Value(page, 2)).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.TypeAsync("A 7");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.TypeAsync("{{ contact.na");
        await Expect(Offer(page)).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Enter");
        await HasTheTemplate(page, http);
    }

    private static ILocator Value(IPage page, int number) =>
        Panel(page).GetByLabel($"{{{{{number}}}}} in the text", new LocatorGetByLabelOptions { Exact = true });

    /// <summary>The step shows it, and the draft of the server has it.</summary>
    private static async Task HasTheTemplate(IPage page, HttpClient http)
    {
        await Expect(Value(page, 2)).ToHaveValueAsync("{{ contact.name }}");
        await Expect(Step(page, "message")).ToContainTextAsync("seat_ready");
        await Saved(page);

        var flow = new Uri(page.Url).Segments[^1];
        var draft = await http.GetFromJsonAsync<JsonElement>(
            $"/api/v1/workspaces/demo/flows/{flow}/draft",
            TestContext.Current.CancellationToken
        );
        var data = draft
            .GetProperty("nodes")
            .EnumerateArray()
            .Single(node => node.GetProperty("type").GetString() == "message")
            .GetProperty("data");
        Assert.Equal("seat_ready", data.GetProperty("templateName").GetString());
        Assert.Equal("en_US", data.GetProperty("templateLanguage").GetString());
        Assert.Equal(
            ["A 7", "{{ contact.name }}"],
            data.GetProperty("templateParameters")
                .EnumerateArray()
                .Select(each => each.GetProperty("value").GetString())
        );
    }
}
