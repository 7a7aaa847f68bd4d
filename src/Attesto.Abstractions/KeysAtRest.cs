namespace Attesto;

/// <summary>How the data-protection keys lie in the database.</summary>
public enum KeysAtRest
{
    /// <summary>Encrypted by a key that is not in the database.</summary>
    Protected,

    /// <summary>In clear: whoever reads the database can forge sessions.</summary>
    Plain,
}
