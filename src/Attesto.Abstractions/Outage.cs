namespace Attesto;

/// <summary>An outage that was met while a request is answered, though what met it swallowed it: ASP.NET Core takes a cookie for absent, and a form's token for
/// wrong, if the key that protects it could not be read. Whoever answers must then not say "signed out" or "too old".</summary>
internal sealed class Outage
{
    private static readonly AsyncLocal<Outage?> Watching = new();

    private Outage()
    {
    }

    /// <summary>What was met, or null.</summary>
    public Exception? Fault { get; private set; }

    /// <summary>Watches for the rest of this request.</summary>
    public static Outage Watch() => Watching.Value = new Outage();

    /// <summary>What was met in this request, or null.</summary>
    public static Exception? Met => Watching.Value?.Fault;

    /// <summary>Notes a fault, if it is an outage.</summary>
    public static void Note(Exception fault)
    {
        if (Watching.Value is { } request && Dependency.IsUnavailable(fault))
        {
            request.Fault = fault;
        }
    }
}
