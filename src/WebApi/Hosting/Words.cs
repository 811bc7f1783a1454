namespace WhatsAppBot.WebApi.Hosting;

/// <summary>Reads one of the words that a parameter may be. The framework would take numbers, too, and several words as the sum of their numbers.</summary>
internal static class Words
{
    public static bool TryRead<T>(string? word, out T value)
        where T : struct, Enum
    {
        value = default;
        return word is { Length: > 0 }
            && word.All(char.IsAsciiLetter)
            && Enum.TryParse(word, ignoreCase: true, out value)
            && Enum.IsDefined(value);
    }
}
