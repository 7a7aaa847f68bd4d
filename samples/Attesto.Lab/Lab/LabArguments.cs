namespace Attesto.Lab;

/// <summary>The command line.</summary>
internal sealed record LabArguments
{
    public const string Usage = "usage: Attesto.Lab --urls URL[;URL] --lab FILE [--cert FILE.pfx --cert-password TEXT] | --options";

    public IReadOnlyList<Uri> Urls { get; private init; } = [new Uri("http://127.0.0.1:5099")];

    /// <summary>The first URL as it was written, without a slash at its end.</summary>
    public string FirstUrl { get; private init; } = "http://127.0.0.1:5099";

    public string? Lab { get; private init; }

    public string? Certificate { get; private init; }

    public string? CertificatePassword { get; private init; }

    public bool ListsOptions { get; private init; }

    public static LabArguments Parse(string[] args)
    {
        var arguments = new LabArguments();
        for (var index = 0; index < args.Length; index++)
        {
            if (args[index] is "--options")
            {
                arguments = arguments with { ListsOptions = true };
                continue;
            }

            var (name, value) = args[index].Split('=', 2) is [var before, var after] ? (before, after)
                : index + 1 < args.Length ? (args[index], args[++index])
                : throw new LabFault($"{args[index]} lacks its value; {Usage}");
            arguments = name switch
            {
                "--urls" => arguments with { Urls = ParseUrls(value), FirstUrl = value.Split(';')[0].TrimEnd('/') },
                "--lab" => arguments with { Lab = value },
                "--cert" => arguments with { Certificate = value },
                "--cert-password" => arguments with { CertificatePassword = value },
                _ => throw new LabFault($"{name} is unknown; {Usage}"),
            };
        }

        return arguments;
    }

    private static Uri[] ParseUrls(string value)
    {
        var texts = value.Split(';', StringSplitOptions.RemoveEmptyEntries);
        return texts.Length > 0 && Array.TrueForAll(texts, text => Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https")
            ? [.. texts.Select(text => new Uri(text))]
            : throw new LabFault($"--urls {value} is no list of http or https URLs");
    }
}
