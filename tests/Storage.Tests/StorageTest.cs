namespace WhatsAppBot.Storage.Tests;

/// <summary>Each test has a world of its own.</summary>
public abstract class StorageTest : IAsyncLifetime
{
    private World? world;

    private protected World World => world ?? throw new InvalidOperationException("not made yet");

    private protected Writers Node => World.Node;

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => world = await World.Make();

    public async ValueTask DisposeAsync()
    {
        if (world is not null)
            await world.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
