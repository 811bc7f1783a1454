using System.Text.RegularExpressions;
using WhatsAppBot.Messages;
using WhatsAppBot.WebApi.Hosting;

namespace WhatsAppBot.WebApi.Access;

/// <summary>What an e-mail address, a name and a password must be like.</summary>
internal static partial class PersonRules
{
    public const int ShortestPassword = 12;
    public const int LongestPassword = 256;
    private const int LongestEmail = 254;
    private const int LongestName = 100;

    // a password of few different signs is guessed by its pattern
    private const int FewestSigns = 6;

    public static bool IsEmail(string? email) =>
        email is not null && email.Trim().Length <= LongestEmail && Email().IsMatch(email.Trim());

    public static Fields Email(this Fields fields, string? email, string path = "email") =>
        fields.Check(IsEmail(email), path, "An e-mail address is needed.");

    public static Fields Name(this Fields fields, string? name, string path = "name") =>
        fields.Check(
            !string.IsNullOrWhiteSpace(name) && name.Length <= LongestName && CleanText.Of(name) == name,
            path,
            $"A name of 1 to {LongestName} characters is needed."
        );

    public static Fields Password(this Fields fields, string? password, string? email, string path = "password") =>
        fields
            .Check(
                password is { Length: >= ShortestPassword and <= LongestPassword },
                path,
                $"A password has {ShortestPassword} to {LongestPassword} characters."
            )
            .Check(
                password is null || password.EnumerateRunes().Distinct().Count() >= FewestSigns,
                path,
                $"A password has at least {FewestSigns} different characters."
            )
            .Check(
                password is null
                    || email is null
                    || !password.Contains(email.Split('@')[0].Trim(), StringComparison.OrdinalIgnoreCase)
                    || email.Split('@')[0].Trim().Length < 4,
                path,
                "A password does not contain the e-mail address."
            );

    [GeneratedRegex(@"^[^\s@\p{Cc}]{1,64}@[^\s@\p{Cc}]+$")]
    private static partial Regex Email();
}
