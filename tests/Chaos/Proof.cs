namespace WhatsAppBot.Chaos;

/// <summary>Lines that <c>./test</c> prints when all is over.</summary>
internal static class Proof
{
    public static void Write(string file, IEnumerable<string> lines) =>
        File.WriteAllLines(Path.Combine(AppContext.BaseDirectory, file), lines);
}
