using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace WhatsAppBot.EndToEnd;

/// <summary>The machine's Chromium, without a window.</summary>
internal sealed class Browser : IAsyncDisposable
{
    private static readonly string[] Flags =
    [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
    ];

    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;

    private Browser(IPlaywright playwright, IBrowser browser) => (_playwright, _browser) = (playwright, browser);

    /// <summary>Where Chromium is, or null.</summary>
    public static string? Program { get; } =
        new[] { "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome" }.FirstOrDefault(
            File.Exists
        );

    public static async Task<Browser> Start(string program)
    {
        var playwright = await Playwright.CreateAsync();
        var browser = await playwright.Chromium.LaunchAsync(
            new BrowserTypeLaunchOptions
            {
                ExecutablePath = program,
                Headless = true,
                Args = Flags,
                // half a minute otherwise: a slow machine needs longer for its first start
                Timeout = 180_000,
            }
        );
        return new Browser(playwright, browser);
    }

    /// <summary>A page that waits as long as a busy machine needs.</summary>
    public async Task<IPage> Page(Uri address)
    {
        var context = await _browser.NewContextAsync(
            new BrowserNewContextOptions
            {
                BaseURL = address.AbsoluteUri,
                ViewportSize = new ViewportSize { Width = 1440, Height = 900 },
                ColorScheme = ColorScheme.Light,
            }
        );
        context.SetDefaultTimeout(90_000);
        Assertions.SetDefaultExpectTimeout(90_000);
        return await context.NewPageAsync();
    }

    /// <summary>
    /// Notes what goes wrong in a page from now on. Not that there was too much to do for a moment (503): a slow machine says so, and the page asks again.
    /// </summary>
    public static void Watch(IPage page, ConcurrentQueue<string> wrong)
    {
        page.Console += (_, line) =>
        {
            if (line.Type == "error" && !line.Text.Contains("a status of 503", StringComparison.Ordinal))
                wrong.Enqueue(line.Text);
        };
        page.PageError += (_, error) => wrong.Enqueue(error);
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }
}
