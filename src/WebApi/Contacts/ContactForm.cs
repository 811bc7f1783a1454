using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using WhatsAppBot.Messages;
using WhatsAppBot.Storage.Contacts;
using WhatsAppBot.WhatsApp;

namespace WhatsAppBot.WebApi.Contacts;

/// <summary>What a contact may be made of, read from forms; the same rules hold for files.</summary>
internal static partial class ContactForm
{
    public const int LongestName = 200;
    public const int MostTags = 100;

    public static ContactEdit Change(Form form, IReadOnlyDictionary<string, FieldDefinition> fields) =>
        new()
        {
            Name = Trimmed(form.Text("name", LongestName)),
            Language = Language(form),
            Tags = form.Texts("tags", MostTags, TagFlaw),
            Fields = Fields(form, fields),
            OptedIn = form.Truth("optedIn"),
            OptedOut = form.Truth("optedOut"),
            ConsentSource = form.Text("consentSource", 200).Value,
            Blocked = form.Truth("blocked"),
        };

    public static IdentityChange Identities(Form form, string? region)
    {
        var phone = form.Text("phone", 60);
        if (phone.Value is { Length: > 0 } spelled)
        {
            if (PhoneText.Digits(spelled, region) is { } digits)
                phone = digits;
            else
                form.Bad(
                    "phone",
                    region is null
                        ? "is no telephone number; without a default country write it with + and the country code"
                        : "is no telephone number"
                );
        }
        else if (phone.Is)
            phone = new Given<string>(true, null);

        var bsuid = form.Text("bsuid", 128);
        if (bsuid.Value is { Length: > 0 } id && BsuidFlaw(id) is { } flaw)
            form.Bad("bsuid", flaw);
        else if (bsuid.Value is "")
            bsuid = new Given<string>(true, null);
        return new IdentityChange(phone, bsuid);
    }

    public static IReadOnlyDictionary<string, JsonNode?> Fields(
        Form form,
        IReadOnlyDictionary<string, FieldDefinition> definitions
    )
    {
        var values = new Dictionary<string, JsonNode?>();
        if (form.Object("fields") is not { } given)
            return values;
        foreach (var member in given.Members())
        {
            if (!definitions.TryGetValue(member.Name, out var field))
                given.Bad(member.Name, "there is no such field");
            else if (member.Value.ValueKind == JsonValueKind.Null)
                values[member.Name] = null;
            else if (
                field.Value(member.Value, out var flaw) is { } value
                && CleanText.Of(value.ToString()) == value.ToString()
            )
                values[member.Name] = value;
            else
                given.Bad(member.Name, flaw ?? "holds a NUL character");
        }
        return values;
    }

    public static string? TagFlaw(string tag) =>
        tag.Length is 0 or > 60 ? "is 1 to 60 characters"
        : tag.Any(char.IsControl) || CleanText.Of(tag) != tag ? "holds a control character"
        : null;

    public static string? BsuidFlaw(string bsuid) =>
        Bsuid().IsMatch(bsuid) ? null : "is a business-scoped user id, such as DE.1234abcd";

    public static string? LanguageFlaw(string language) =>
        LanguageTag().IsMatch(language) ? null : "is a language, such as es or pt-BR";

    private static Given<string> Language(Form form)
    {
        var language = form.Text("language", 35);
        if (language.Value is "")
            return new Given<string>(true, null);
        if (language.Value is { } tag && LanguageFlaw(tag) is { } flaw)
            form.Bad("language", flaw);
        return language;
    }

    private static Given<string> Trimmed(Given<string> text) =>
        text.Is ? new Given<string>(true, text.Value?.Trim() is { Length: > 0 } said ? said : null) : text;

    [GeneratedRegex("^[A-Za-z]{2,3}([_-][A-Za-z0-9]{2,8}){0,3}$")]
    private static partial Regex LanguageTag();

    [GeneratedRegex("^[!-~]{1,128}$")]
    private static partial Regex Bsuid();
}
