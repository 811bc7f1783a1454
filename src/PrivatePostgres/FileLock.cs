namespace WhatsAppBot.PrivatePostgres;

/// <summary>
/// Advisory locks on files (flock underneath): the kernel gives them back when a process dies, however it dies.
/// </summary>
internal static class FileLock
{
    /// <summary>Held by one; waits for its turn.</summary>
    public static async Task<FileStream> Alone(string path, CancellationToken cancel)
    {
        while (true)
        {
            if (TryAlone(path) is { } held)
                return held;
            await Task.Delay(50, cancel);
        }
    }

    /// <summary>Held by one; null when somebody holds it, alone or together.</summary>
    public static FileStream? TryAlone(string path) => TryOpen(path, FileShare.None);

    /// <summary>Held by any number together; null when somebody holds it alone.</summary>
    public static FileStream? TryTogether(string path) => TryOpen(path, FileShare.ReadWrite);

    private static FileStream? TryOpen(string path, FileShare share)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, share, bufferSize: 1);
        }
        catch (IOException) when (File.Exists(path))
        {
            return null;
        }
    }
}
