using System.Text;

namespace WhatsAppBot.Simulator;

/// <summary>Small real files, for people who send something without having it.</summary>
internal static class SampleFiles
{
    // a square of 16 points in our green
    private const string Png =
        "iVBORw0KGgoAAAANSUhEUgAAABAAAAAQCAIAAACQkWg2AAAAFklEQVR42mOQ74omCTGMahjVMHw1AAD+UwQQFVvG5wAAAABJRU5ErkJggg==";
    private const string Webp = "UklGRhwAAABXRUJQVlA4TA8AAAAvAAAAAAcQEf0PRET/Aw==";

    public static (string Mime, byte[] Bytes, string? Filename) Of(string kind) =>
        kind switch
        {
            "image" => ("image/png", Convert.FromBase64String(Png), null),
            "video" => ("video/mp4", Video(), null),
            "audio" => ("audio/ogg; codecs=opus", Voice(), null),
            "sticker" => ("image/webp", Convert.FromBase64String(Webp), null),
            _ => ("application/pdf", Pdf(), "document.pdf"),
        };

    private static byte[] Pdf()
    {
        string[] objects =
        [
            "<< /Type /Catalog /Pages 2 0 R >>",
            "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] >>",
        ];
        var text = new StringBuilder("%PDF-1.4\n");
        var places = new List<int>();

        foreach (var (at, content) in objects.Index())
        {
            places.Add(text.Length);
            text.Append($"{at + 1} 0 obj\n{content}\nendobj\n");
        }

        var table = text.Length;
        text.Append("xref\n0 4\n0000000000 65535 f \n");
        places.ForEach(place => text.Append($"{place:D10} 00000 n \n"));
        text.Append($"trailer\n<< /Size 4 /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n");
        return Encoding.ASCII.GetBytes(text.ToString());
    }

    // a file type box and an empty media box: players open it and show nothing
    private static byte[] Video() =>
        [0, 0, 0, 24, .. "ftypmp42"u8, 0, 0, 0, 0, .. "mp42isom"u8, 0, 0, 0, 8, .. "mdat"u8];

    // one page with the head of an opus stream: mono, 48 kHz, no sound in it
    private static byte[] Voice()
    {
        byte[] head = [.. "OpusHead"u8, 1, 1, 0, 0, 0x80, 0xbb, 0, 0, 0, 0, 0];
        return [.. "OggS"u8, 0, 2, .. new byte[8], 1, .. new byte[7], .. new byte[4], 1, (byte)head.Length, .. head];
    }
}
