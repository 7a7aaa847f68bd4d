namespace Attesto.AspNetCore;

/// <summary>Something that a server is looked through for, at its start and by whoever looks after it.</summary>
/// <param name="Id">Its name, which never changes.</param>
/// <param name="Severity">What a finding means.</param>
/// <param name="Clause">Where it is said, or empty.</param>
/// <param name="Rule">How it must be.</param>
/// <param name="Fix">What to do.</param>
internal sealed record ServerCheck(string Id, CheckSeverity Severity, string Clause, string Rule, string Fix)
{
    /// <summary>What was found.</summary>
    public Finding Found(string message) => new(this, message);
}

/// <summary>What a finding means.</summary>
internal enum CheckSeverity
{
    /// <summary>A safeguard is off.</summary>
    Warning,

    /// <summary>Something does not work, or the server does not start.</summary>
    Error,
}

/// <summary>Something that is not as it must be.</summary>
/// <param name="Check">Which check found it.</param>
/// <param name="Message">What is so, in words for a person.</param>
internal sealed record Finding(ServerCheck Check, string Message);
