namespace Attesto;

/// <summary>Says, to whoever develops a host, where its state lies.</summary>
internal interface IDatabaseName
{
    /// <summary>The context and the database, without credentials.</summary>
    string Describe();

    /// <summary>The name of EF Core's provider; null if there is none.</summary>
    string? Provider { get; }
}
