//! The closed lists of data.inclusion v1 in its own words. What they mean for the work is said in `offer.rs`.

use crate::vocabulary::vocabulary;

vocabulary! {
    /// `type`: what is done there.
    ServiceKind {
        Accompagnement = "accompagnement",
        AideFinanciere = "aide-financiere",
        AideMaterielle = "aide-materielle",
        Atelier = "atelier",
        Formation = "formation",
        Information = "information",
    }
    /// `frais`.
    Cost {
        Gratuit = "gratuit",
        Payant = "payant",
    }
    /// `modes_accueil`.
    Welcome {
        ADistance = "a-distance",
        EnPresentiel = "en-presentiel",
    }
    /// `modes_mobilisation`: how one asks for it.
    Mobilisation {
        EnvoyerUnCourriel = "envoyer-un-courriel",
        SePresenter = "se-presenter",
        Telephoner = "telephoner",
        UtiliserLienMobilisation = "utiliser-lien-mobilisation",
    }
    /// `mobilisable_par`: who may ask for it.
    MobilisedBy {
        Usagers = "usagers",
        Professionnels = "professionnels",
    }
    /// `publics`: whom it is for.
    Public {
        TousPublics = "tous-publics",
        Actifs = "actifs",
        BeneficiairesDesMinimasSociaux = "beneficiaires-des-minimas-sociaux",
        DemandeursEmploi = "demandeurs-emploi",
        Etudiants = "etudiants",
        Familles = "familles",
        Femmes = "femmes",
        Jeunes = "jeunes",
        PersonnesEnSituationDeHandicap = "personnes-en-situation-de-handicap",
        PersonnesEnSituationDurgence = "personnes-en-situation-durgence",
        PersonnesEnSituationJuridiqueSpecifique = "personnes-en-situation-juridique-specifique",
        PersonnesExilees = "personnes-exilees",
        ResidentsQpvFrr = "residents-qpv-frr",
        Seniors = "seniors",
    }
    /// `thematiques`: what it is about, the category before `--`.
    Theme {
        ChoisirUnMetierConfirmerSonChoixDeMetier = "choisir-un-metier--confirmer-son-choix-de-metier",
        ChoisirUnMetierConnaitreLesOpportunitesDemploi = "choisir-un-metier--connaitre-les-opportunites-demploi",
        ChoisirUnMetierDecouvrirUnMetierOuUnSecteurDactivite = "choisir-un-metier--decouvrir-un-metier-ou-un-secteur-dactivite",
        ChoisirUnMetierIdentifierSesPointsFortsEtSesCompetences = "choisir-un-metier--identifier-ses-points-forts-et-ses-competences",
        CreerUneEntrepriseDefinirSonProjetDeCreationDentreprise = "creer-une-entreprise--definir-son-projet-de-creation-dentreprise",
        CreerUneEntrepriseDevelopperSonEntreprise = "creer-une-entreprise--developper-son-entreprise",
        CreerUneEntrepriseStructurerSonProjetDeCreationDentreprise = "creer-une-entreprise--structurer-son-projet-de-creation-dentreprise",
        DifficultesAdministrativesOuJuridiquesAccompagnementAuxDemarchesAdministratives = "difficultes-administratives-ou-juridiques--accompagnement-aux-demarches-administratives",
        DifficultesAdministrativesOuJuridiquesAccompagnementPourLaccesALaCitoyennete = "difficultes-administratives-ou-juridiques--accompagnement-pour-lacces-a-la-citoyennete",
        DifficultesAdministrativesOuJuridiquesAccompagnementPourLaccesAuxDroits = "difficultes-administratives-ou-juridiques--accompagnement-pour-lacces-aux-droits",
        DifficultesAdministrativesOuJuridiquesBeneficierDuneMesureDaccompagnementAdapte = "difficultes-administratives-ou-juridiques--beneficier-dune-mesure-daccompagnement-adapte",
        DifficultesAdministrativesOuJuridiquesConnaitreSesDroitsFaceAUneDiscrimination = "difficultes-administratives-ou-juridiques--connaitre-ses-droits-face-a-une-discrimination",
        DifficultesAdministrativesOuJuridiquesPrendreEnCompteUneProblematiqueJudiciaire = "difficultes-administratives-ou-juridiques--prendre-en-compte-une-problematique-judiciaire",
        DifficultesFinancieresAcquerirUneAutonomieBudgetaire = "difficultes-financieres--acquerir-une-autonomie-budgetaire",
        DifficultesFinancieresAmeliorerSaGestionBudgetaire = "difficultes-financieres--ameliorer-sa-gestion-budgetaire",
        DifficultesFinancieresMettreEnPlaceUneMesureDeProtectionFinanciere = "difficultes-financieres--mettre-en-place-une-mesure-de-protection-financiere",
        DifficultesFinancieresPrevenirUneDegradationDeLaSituationFinanciere = "difficultes-financieres--prevenir-une-degradation-de-la-situation-financiere",
        DifficultesFinancieresSituationDendettementSurendettement = "difficultes-financieres--situation-dendettement-surendettement",
        EquipementEtAlimentationAideMenagere = "equipement-et-alimentation--aide-menagere",
        EquipementEtAlimentationAlimentation = "equipement-et-alimentation--alimentation",
        EquipementEtAlimentationElectromenager = "equipement-et-alimentation--electromenager",
        EquipementEtAlimentationHabillement = "equipement-et-alimentation--habillement",
        FamilleGardeDenfants = "famille--garde-denfants",
        FamillePriseEnChargePersonneDependante = "famille--prise-en-charge-personne-dependante",
        FamilleSoutienALaParentaliteEtALeducation = "famille--soutien-a-la-parentalite-et-a-leducation",
        FamilleSoutienAidants = "famille--soutien-aidants",
        FamilleSurmonterConflitsSeparationViolence = "famille--surmonter-conflits-separation-violence",
        LectureEcritureCalculMaitriserLeCalcul = "lecture-ecriture-calcul--maitriser-le-calcul",
        LectureEcritureCalculMaitriserLeFrancais = "lecture-ecriture-calcul--maitriser-le-francais",
        LogementHebergementAcheterUnLogement = "logement-hebergement--acheter-un-logement",
        LogementHebergementChangerDeLogement = "logement-hebergement--changer-de-logement",
        LogementHebergementLouerUnLogement = "logement-hebergement--louer-un-logement",
        LogementHebergementRechercherUneSolutionDhebergementTemporaire = "logement-hebergement--rechercher-une-solution-dhebergement-temporaire",
        LogementHebergementReduireLesImpayesDeLoyer = "logement-hebergement--reduire-les-impayes-de-loyer",
        LogementHebergementSeMaintenirDansLeLogement = "logement-hebergement--se-maintenir-dans-le-logement",
        LogementHebergementSinformerSurLesDemarchesLieesALaccesAuLogement = "logement-hebergement--sinformer-sur-les-demarches-liees-a-lacces-au-logement",
        MobiliteAccederAUnVehicule = "mobilite--acceder-a-un-vehicule",
        MobiliteEntretenirReparerSonVehicule = "mobilite--entretenir-reparer-son-vehicule",
        MobiliteEtreAccompagneDansSonParcoursMobilite = "mobilite--etre-accompagne-dans-son-parcours-mobilite",
        MobiliteFinancerMaMobilite = "mobilite--financer-ma-mobilite",
        MobilitePreparerUnPermis = "mobilite--preparer-un-permis",
        MobiliteMobiliteDoucePartageeCollective = "mobilite--mobilite-douce-partagee-collective",
        NumeriqueAccederADesServicesEnLigne = "numerique--acceder-a-des-services-en-ligne",
        NumeriqueAccederAUneConnexionInternet = "numerique--acceder-a-une-connexion-internet",
        NumeriqueAcquerirUnEquipement = "numerique--acquerir-un-equipement",
        NumeriqueMaitriserLesFondamentauxDuNumerique = "numerique--maitriser-les-fondamentaux-du-numerique",
        PreparerSaCandidatureDevelopperSonReseau = "preparer-sa-candidature--developper-son-reseau",
        PreparerSaCandidatureOrganiserSesDemarchesDeRechercheDemploi = "preparer-sa-candidature--organiser-ses-demarches-de-recherche-demploi",
        PreparerSaCandidatureRealiserUnCvEtOuUneLettreDeMotivation = "preparer-sa-candidature--realiser-un-cv-et-ou-une-lettre-de-motivation",
        PreparerSaCandidatureValoriserSesCompetences = "preparer-sa-candidature--valoriser-ses-competences",
        RemobilisationActivitesSportivesEtCulturelles = "remobilisation--activites-sportives-et-culturelles",
        RemobilisationBenevolatActionCitoyenne = "remobilisation--benevolat-action-citoyenne",
        RemobilisationBienEtreConfianceEnSoi = "remobilisation--bien-etre-confiance-en-soi",
        RemobilisationLienSocial = "remobilisation--lien-social",
        SanteAccesAuxSoins = "sante--acces-aux-soins",
        SanteAddictions = "sante--addictions",
        SanteConstituerUnDossierMdphInvalidite = "sante--constituer-un-dossier-mdph-invalidite",
        SanteSanteMentale = "sante--sante-mentale",
        SanteSanteSexuelle = "sante--sante-sexuelle",
        SeFormerMonterSonDossierDeFormation = "se-former--monter-son-dossier-de-formation",
        SeFormerTrouverSaFormation = "se-former--trouver-sa-formation",
        SouvrirALinternationalConnaitreLesOpportunitesDemploiALetranger = "souvrir-a-linternational--connaitre-les-opportunites-demploi-a-letranger",
        SouvrirALinternationalSinformerSurLesAidesPourTravaillerALetranger = "souvrir-a-linternational--sinformer-sur-les-aides-pour-travailler-a-letranger",
        SouvrirALinternationalSorganiserSuiteASonRetourEnFrance = "souvrir-a-linternational--sorganiser-suite-a-son-retour-en-france",
        TrouverUnEmploiConvaincreUnRecruteurEnEntretien = "trouver-un-emploi--convaincre-un-recruteur-en-entretien",
        TrouverUnEmploiFaireDesCandidaturesSpontanees = "trouver-un-emploi--faire-des-candidatures-spontanees",
        TrouverUnEmploiMaintienDansLemploi = "trouver-un-emploi--maintien-dans-lemploi",
        TrouverUnEmploiRepondreADesOffresDemploi = "trouver-un-emploi--repondre-a-des-offres-demploi",
        TrouverUnEmploiSuivreSesCandidaturesEtRelancerLesEmployeurs = "trouver-un-emploi--suivre-ses-candidatures-et-relancer-les-employeurs",
    }
}
