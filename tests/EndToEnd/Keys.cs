using Microsoft.Playwright;

namespace WhatsAppBot.EndToEnd;

/// <summary>What a person does who has no pointer: walks with Tab, types, presses Enter. Nothing here clicks or sets a focus.</summary>
internal static class Keys
{
    private const int MostSteps = 120;

    extension(IPage page)
    {
        /// <summary>Walks with Tab until the focus is on the element with this test id.</summary>
        public async Task Reach(string testId)
        {
            await Assertions.Expect(page.GetByTestId(testId).First).ToBeVisibleAsync();
            await page.Walk($"[data-testid='{testId}']");
        }

        /// <summary>As <see cref="Reach"/>, for something that is told by a CSS selector.</summary>
        public async Task Walk(string selector)
        {
            for (var step = 0; step < MostSteps; step++)
            {
                if (
                    await page.EvaluateAsync<bool>(
                        "selector => document.activeElement?.matches(selector) ?? false",
                        selector
                    )
                )
                    return;
                await page.Keyboard.PressAsync("Tab");
            }
            Assert.Fail($"Tab does not come to {selector}.");
        }

        /// <summary>Walks to a field and types; what stood there goes.</summary>
        public async Task Type(string testId, string text)
        {
            await page.Reach(testId);
            await page.Keyboard.PressAsync("ControlOrMeta+a");
            await page.Keyboard.TypeAsync(text);
        }

        /// <summary>Walks to a button or a link and presses Enter.</summary>
        public async Task Press(string testId)
        {
            await page.Reach(testId);
            await page.Keyboard.PressAsync("Enter");
        }

        /// <summary>Opens the palette, types and takes the first that is found.</summary>
        public async Task Command(string text, string offer)
        {
            await page.Keyboard.PressAsync("ControlOrMeta+k");
            await page.Keyboard.TypeAsync(text);
            await Assertions
                .Expect(page.Locator("[data-testid=palette-offer][aria-selected=true]"))
                .ToContainTextAsync(offer);
            await page.Keyboard.PressAsync("Enter");
        }
    }
}
