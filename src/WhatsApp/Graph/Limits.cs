namespace WhatsAppBot.WhatsApp;

/// <summary>
/// Meta's limits of what may be sent. Lengths are Unicode code points, as measured against production. Source: Meta's pages on messages,
/// sections B.1 to B.4 of the project's reference.
/// </summary>
public static class Limits
{
    public const int Text = 4096;
    public const int Caption = 1024;
    public const int CallbackData = 512;
    public const int Contacts = 257;

    public const int Header = 60;
    public const int Footer = 60;

    public const int Buttons = 3;
    public const int ButtonsBody = 1024;
    public const int ButtonId = 256;
    public const int ButtonTitle = 20;

    public const int ListBody = 4096;
    public const int ListButton = 20;
    public const int ListSections = 10;

    /// <summary>Over all sections together.</summary>
    public const int ListRows = 10;
    public const int SectionTitle = 24;
    public const int RowId = 200;
    public const int RowTitle = 24;
    public const int RowDescription = 72;

    public const int TemplateName = 512;

    /// <summary>A template's text parameter may not have more spaces than this in a row.</summary>
    public const int TemplateSpaces = 4;
}
