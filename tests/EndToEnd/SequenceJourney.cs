using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace WhatsAppBot.EndToEnd;

/// <summary>A sequence from an empty list until somebody is through it; Ana Torres is a contact, <c>open_doors</c> an approved template.</summary>
internal static class SequenceJourney
{
    public static async Task Walk(IPage page)
    {
        await page.GotoAsync("/campaigns/sequences");
        await page.GetByTestId("new-sequence").First.ClickAsync();
        await page.GetByTestId("sequence-name").FillAsync("Welcome");
        await Write(page.GetByTestId("sequence-step").Nth(0), "friend");
        await page.GetByTestId("add-step").ClickAsync();
        await Write(page.GetByTestId("sequence-step").Nth(1), "again");
        await page.GetByTestId("begin-sequence").ClickAsync();
        await page.GetByTestId("begin-yes").ClickAsync();
        await Expect(page.GetByTestId("sequence-toggle")).ToHaveTextAsync("Pause");

        await page.GetByTestId("find-contact").FillAsync("Ana T");
        await page.GetByTestId("found-contact").First.ClickAsync();
        await Expect(page.GetByTestId("entry")).ToHaveAttributeAsync("data-state", "through");
        foreach (var step in await page.GetByTestId("sequence-progress").AllAsync())
            await Expect(step.GetByTestId("step-accepted")).ToHaveTextAsync("1");

        await page.GetByTestId("sequence-toggle").ClickAsync();
        await Expect(page.GetByTestId("sequence-toggle")).ToHaveTextAsync("Resume");
        await page.GotoAsync("/campaigns/sequences");
        await Expect(page.GetByTestId("sequence-row")).ToContainTextAsync("Paused");
    }

    /// <summary>The message, at once after what comes before it.</summary>
    private static async Task Write(ILocator step, string name)
    {
        await step.GetByTestId("wait").FillAsync("0");
        await step.Locator("[data-testid=template][data-name=open_doors]").CheckAsync();
        await step.GetByTestId("place-from").SelectOptionAsync("text");
        await step.GetByTestId("place-text").FillAsync(name);
    }
}
