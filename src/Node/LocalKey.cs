using System.Security.Cryptography;
using WhatsAppBot.Storage;

namespace WhatsAppBot.Node;

/// <summary>The key of a private database, kept in a file beside it that only its owner reads.</summary>
internal static class LocalKey
{
    private const string Name = "secrets.key";

    /// <summary>The configured key, else the one of the file, which is made when it is missing.</summary>
    public static Secrets Secrets(IConfiguration settings)
    {
        var older = settings.GetSection("Secrets:OldKeys").GetChildren().Select(key => key.Value);
        var key = settings["Secrets:Key"] is { Length: > 0 } configured
            ? configured
            : File(Path.GetFullPath(settings["Data:Folder"] ?? ".data"));
        return Storage.Secrets.Configured(key, older, needed: true);
    }

    private static string File(string folder)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, Name);
        if (!System.IO.File.Exists(path))
        {
            // whole or not at all, also when two start at once
            var fresh = Path.Combine(folder, $"{Name}.{Guid.NewGuid():N}");
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            using (var file = new StreamWriter(fresh, options))
                file.WriteLine(Convert.ToBase64String(RandomNumberGenerator.GetBytes(Storage.Secrets.KeyBytes)));
            try
            {
                System.IO.File.Move(fresh, path, overwrite: false);
            }
            catch (IOException) when (System.IO.File.Exists(path))
            {
                System.IO.File.Delete(fresh);
            }
        }
        return System.IO.File.ReadAllText(path);
    }
}
